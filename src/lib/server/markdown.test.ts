import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from './markdown';

/** Every tag that may come out, with the only attributes it may have. */
const TAG =
  /<(\/?(p|h[2-4]|ul|li|ol|em|strong|blockquote|pre|code|br|hr|s|a)|ol start="\d+"|a href="(https?:\/\/|mailto:|\/)[^"<>]*"( title="[^"<>]*")?( rel="noopener noreferrer")?|code class="language-[^"<>]*")>/g;
const leftover = (html: string) => html.replace(TAG, '').match(/[<>]/g);

describe('Markdown', () => {
  test('headings, lists and emphasis come out, and the page keeps its only h1', () => {
    expect(renderMarkdown('# Một\n\n## Hai\n\n###### Sáu\n\n1. *a*\n2. **b**')).toBe(
      '<h2>Một</h2>\n<h2>Hai</h2>\n<h4>Sáu</h4>\n<ol>\n<li><em>a</em></li>\n<li><strong>b</strong></li>\n</ol>\n'
    );
  });

  test('links lead to the web, to mail or to a page of our own', () => {
    expect(renderMarkdown('[a](https://a.example/x?y=1)')).toBe(
      '<p><a href="https://a.example/x?y=1" rel="noopener noreferrer">a</a></p>\n'
    );
    expect(renderMarkdown('[a](mailto:a@b.example) [b](/handbook)')).toBe(
      '<p><a href="mailto:a@b.example">a</a> <a href="/handbook">b</a></p>\n'
    );
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java&#10;script:alert(1)',
    '&#106;avascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'evil.example',
    'https:evil',
    '?/publish',
    'ftp://a.example'
  ])('%s is no link', (address) => {
    for (const source of [`[a](${address})`, `[a](<${address}>)`, `[a]: ${address}\n\n[a]`, `<${address}>`])
      expect(renderMarkdown(source)).not.toMatch(/<a /);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![a](https://a.example/x.png "t")',
    '![a](/own.png)',
    '<svg/onload=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '<a href="javascript:alert(1)">x</a>',
    '[a](https://a.example" onmouseover="alert(1))',
    '[a](https://a.example "x\\" onmouseover=\\"alert(1)")',
    '[a](/x "t\' onclick=alert(1)")',
    '```" onload="alert(1)\nx\n```',
    '```html\n<script>alert(1)</script>\n```',
    '<!-- --><p onclick=alert(1)>',
    '<style>*{display:none}</style>',
    '<form action="https://evil.example"><input name=password>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<https://a.example/"onmouseover="alert(1)>',
    '| a | b |\n|---|---|\n| <b>1</b> | 2 |'
  ])('of %s comes out nothing but known tags', (source) => {
    const html = renderMarkdown(source);
    expect(leftover(html)).toBeNull();
    expect(html).not.toMatch(/<(img|script|svg|iframe|style|form|table)/i);
  });

  test('whatever is put together from pieces of markup, nothing but known tags comes out', () => {
    const piece = fc.constantFrom(
      ...[
        '<',
        '>',
        '"',
        "'",
        '`',
        '[',
        ']',
        '(',
        ')',
        '!',
        '*',
        '_',
        '#',
        '&',
        ';',
        '\\',
        '\n',
        '\n\n',
        ' ',
        '    ',
        '-',
        '1.',
        '~~'
      ],
      ...[
        '<script>',
        '<img src=x onerror=alert(1)>',
        'javascript:',
        'https://a.example',
        'data:text/html',
        '&#x6A;',
        'on=',
        'a'
      ]
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(leftover(renderMarkdown(pieces.join('')))).toBeNull();
      }),
      { numRuns: 3000 }
    );
  });

  test('a text that nests and repeats without end is answered', () => {
    for (const source of [
      '>'.repeat(20_000),
      '['.repeat(20_000),
      '*a'.repeat(10_000),
      '- '.repeat(10_000),
      '`'.repeat(20_000)
    ])
      expect(renderMarkdown(source).length).toBeGreaterThan(0);
  });
});
