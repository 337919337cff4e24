import ts from 'typescript';
import type { Problem, Source } from './problem.ts';

export type Message = { path: string; line: number; key: string; value: string };
export type Messages = { locale: string; messages: Message[]; problems: Problem[] };

const CATEGORY = /_(zero|one|two|few|many|other)$/;

/**
 * The texts of one locale file, flat: `nav.home` in `common.json` is `common:nav.home`.
 * Anything but nested objects of non-empty text in composed (NFC) Unicode is a problem.
 */
export function readMessages({ path, text }: Source): Omit<Messages, 'locale'> {
  const area = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
  const messages: Message[] = [];
  const problems: Problem[] = [];
  const file = ts.parseJsonText(path, text);
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

  function walk(node: ts.Node, key: string): void {
    const line = lineOf(node);
    if (ts.isObjectLiteralExpression(node)) {
      const seen = new Set<string>();
      for (const property of node.properties) {
        if (!ts.isPropertyAssignment(property) || !ts.isStringLiteral(property.name)) continue;
        const name = property.name.text;
        if (seen.has(name)) problems.push({ path, line: lineOf(property), text: `"${name}" is there twice` });
        seen.add(name);
        walk(property.initializer, key ? `${key}.${name}` : name);
      }
    } else if (ts.isStringLiteral(node)) {
      messages.push({ path, line, key: `${area}:${key}`, value: node.text });
      if (node.text.trim() === '') problems.push({ path, line, text: `${area}:${key} is empty` });
      if (node.text !== node.text.normalize('NFC')) {
        problems.push({ path, line, text: `${area}:${key} has decomposed letters (not NFC)` });
      }
    } else {
      problems.push({ path, line, text: `${area}:${key} must be text` });
    }
  }

  const top = file.statements[0]?.expression;
  if (top) walk(top, '');
  return { messages, problems };
}

/**
 * The key that code uses: plural forms (`firms_one`, `firms_other`) belong to `firms`.
 * A name that only happens to end like one, without an `_other` beside it, is a key of its own.
 */
function baseKey(key: string, keys: ReadonlySet<string>): string {
  const base = key.replace(CATEGORY, '');
  return base !== key && keys.has(`${base}_other`) ? base : key;
}

/** The keys that code can use in a language. */
export function usableKeys(messages: readonly Message[]): Map<string, Message[]> {
  const keys = new Set(messages.map(({ key }) => key));
  const usable = new Map<string, Message[]>();
  for (const message of messages) {
    const base = baseKey(message.key, keys);
    usable.set(base, [...(usable.get(base) ?? []), message]);
  }
  return usable;
}

/** What one language lacks or says otherwise than another: keys, plural forms and placeholders. */
export function compareLanguages(languages: readonly Messages[]): Problem[] {
  const usable = languages.map(({ locale, messages }) => ({ locale, keys: usableKeys(messages) }));
  return usable.flatMap(({ locale, keys }) =>
    [...keys].flatMap(([key, forms]) => [
      ...pluralProblems(locale, key, forms),
      ...usable
        .filter((other) => other.locale !== locale)
        .flatMap((other) => {
          const [first] = forms;
          if (!first) return [];
          const theirs = other.keys.get(key);
          if (!theirs) return [{ ...at(first), text: `${key} is missing in ${other.locale}` }];
          const [mine, others] = [placeholders(forms), placeholders(theirs)];
          // Told once, in the language that comes first.
          if (mine === others || locale !== usable[0]?.locale) return [];
          return [{ ...at(first), text: `${key} has ${mine}, in ${other.locale} ${others}` }];
        })
    ])
  );
}

function pluralProblems(locale: string, key: string, forms: readonly Message[]): Problem[] {
  const [first] = forms;
  if (!first || first.key === key) return [];
  const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  const there = forms.map((form) => form.key.slice(key.length + 1));
  return wanted
    .filter((category) => !there.includes(category))
    .map((category) => ({ ...at(first), text: `${key} lacks its form _${category}` }));
}

function placeholders(forms: readonly Message[]): string {
  const names = forms.flatMap(({ value }) => [...value.matchAll(/\{\{\s*-?\s*([\w.]+)/g)].map(([, name]) => name));
  const found = [...new Set(names)].sort();
  return found.length > 0 ? found.map((name) => `{{${name}}}`).join(' ') : 'no placeholder';
}

function at({ path, line }: Message): { path: string; line: number } {
  return { path, line };
}
