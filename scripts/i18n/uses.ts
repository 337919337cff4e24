import type { Source } from './problem.ts';

/** A key in the code; `pattern` when part of it is only known at run time. */
export type Use = { path: string; line: number; key: string; pattern?: RegExp };

/**
 * The keys a file uses: every text of the form `area:key`, whether it stands in `t(…)`, in an attribute or in a table
 * of keys, and what else is given to `t` as plain text. Comments do not count.
 */
export function usesIn({ path, text }: Source, areas: readonly string[]): Use[] {
  const code = withoutComments(text);
  // With no area at all, nothing can match.
  const area = `(?:${areas.join('|') || '(?!)'})`;
  const lineAt = (index: number) => code.slice(0, index).split('\n').length;
  const uses = new Map<number, Use>();

  const literals = [
    new RegExp(`(['"])(${area}:[\\w.-]+)\\1`, 'g'),
    // A call of t with anything else: a wrong area or none.
    /(?<![\w$])t\(\s*(['"])([^'"\n]*)\1/g
  ];
  for (const literal of literals) {
    for (const match of code.matchAll(literal)) {
      const index = match.index + match[0].lastIndexOf(match[2] ?? '');
      uses.set(index, { path, line: lineAt(index), key: match[2] ?? '' });
    }
  }
  for (const match of code.matchAll(new RegExp(`\`${area}:`, 'g'))) {
    const parts = templateParts(code, match.index + 1);
    if (!parts || !parts.every((part) => /^[\w.:-]*$/.test(part))) continue;
    const use = { path, line: lineAt(match.index), key: parts.join('${…}') };
    if (parts.length === 1) uses.set(match.index, use);
    else uses.set(match.index, { ...use, pattern: new RegExp(`^${parts.map(escape).join('.+')}$`) });
  }
  return [...uses.values()].sort((a, b) => a.line - b.line);
}

/** The fixed parts of the template literal whose text begins at `start`; null when it does not end. */
function templateParts(code: string, start: number): string[] | null {
  const parts = [''];
  let depth = 0;
  for (let i = start; i < code.length; i++) {
    const character = code[i] ?? '';
    if (depth > 0) {
      if (character === '{') depth++;
      if (character === '}') depth--;
    } else if (character === '`') {
      return parts;
    } else if (character === '$' && code[i + 1] === '{') {
      depth = 1;
      i++;
      parts.push('');
    } else {
      parts[parts.length - 1] += character;
    }
  }
  return null;
}

function withoutComments(text: string): string {
  const blank = (comment: string) => comment.replace(/[^\n]/g, ' ');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/(?<=^|\s)\/\/.*$/gm, blank);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
