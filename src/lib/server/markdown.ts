import MarkdownIt from 'markdown-it';

/** Addresses that a text may link to: the web, mail, a page of our own. Anything else stays a text. */
const ALLOWED = /^(https?:\/\/[^/\s]|mailto:[^\s]|\/(?!\/|\\|%5c))/i;

// No HTML in, so that what comes out has only the tags of the renderer. No images: a page loads nothing from elsewhere. No
// tables and no code by indentation: the first do not fit a phone, the second surprises whoever pastes.
const markdown = new MarkdownIt({ html: false, linkify: false }).disable(['image', 'table', 'code']);
markdown.validateLink = (url) => ALLOWED.test(url.trim());

/** The page has its own h1; a text begins below it and goes no deeper than h4. */
markdown.core.ruler.push('headings', ({ tokens }) => {
  for (const token of tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue;
    token.tag = `h${Math.min(Math.max(Number(token.tag.slice(1)), 2), 4)}`;
  }
});

markdown.renderer.rules.link_open = (tokens, i, options, _, renderer) => {
  const token = tokens[i];
  if (token && /^https?:/i.test(String(token.attrGet('href')))) token.attrSet('rel', 'noopener noreferrer');
  return renderer.renderToken(tokens, i, options);
};

/**
 * Markdown as HTML that may stand in a page: paragraphs, headings from h2 on, lists, emphasis, quotes, code, links. HTML in the
 * source is shown as it was typed, addresses other than http, https, mailto and own paths are no links.
 */
export function renderMarkdown(source: string): string {
  return markdown.render(source);
}
