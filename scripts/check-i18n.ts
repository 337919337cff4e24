import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { areasFor } from '../src/lib/i18n/areas.ts';
import { compareLanguages, readMessages, usableKeys, type Messages } from './i18n/messages.ts';
import type { Problem, Source } from './i18n/problem.ts';
import { areaProblems } from './i18n/routes.ts';
import { usesIn, type Use } from './i18n/uses.ts';

const LOCALES = ['vi', 'en'];

/**
 * Everything wrong with the texts: what a language lacks, what code uses and no language has, what no code uses, and
 * what a page shows without loading it.
 */
export function problemsOf(locales: Record<string, Source[]>, code: readonly Source[]): Problem[] {
  const languages = Object.entries(locales).map(([locale, files]): Messages => {
    const read = files.map(readMessages);
    return {
      locale,
      messages: read.flatMap(({ messages }) => messages),
      problems: read.flatMap(({ problems }) => problems)
    };
  });
  const keys = usableKeys(languages.flatMap(({ messages }) => messages));
  const areas = [...new Set([...keys.keys()].map((key) => key.split(':')[0] ?? ''))];
  const uses = code.flatMap((source) => usesIn(source, areas));
  return [
    ...languages.flatMap(({ problems }) => problems),
    ...compareLanguages(languages),
    ...missing(uses, keys),
    ...unused(uses, keys),
    ...areaProblems(code, uses, areasFor)
  ];
}

function missing(uses: readonly Use[], keys: ReadonlyMap<string, unknown>): Problem[] {
  return uses
    .filter(({ key, pattern }) => (pattern ? ![...keys.keys()].some((known) => pattern.test(known)) : !keys.has(key)))
    .map(({ path, line, key }) => ({ path, line, text: `${key} has no text` }));
}

function unused(uses: readonly Use[], keys: ReturnType<typeof usableKeys>): Problem[] {
  const literal = new Set(uses.map(({ key }) => key));
  const patterns = [...new Set(uses.map(({ pattern }) => pattern?.source ?? ''))].filter(Boolean);
  const dynamic = patterns.map((source) => new RegExp(source));
  return [...keys]
    .filter(([key]) => !literal.has(key) && !dynamic.some((pattern) => pattern.test(key)))
    .flatMap(([key, [first]]) => (first ? [{ path: first.path, line: first.line, text: `${key} is never used` }] : []));
}

function read(pattern: string): Source[] {
  return globSync(pattern)
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function main(): void {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  const locales = Object.fromEntries(
    LOCALES.map((locale) => [locale, read(`src/lib/i18n/locales/${locale}/*.json`)] as const)
  );
  const code = read('src/**/*.{ts,svelte}').filter(({ path }) => !path.endsWith('.test.ts'));
  const problems = problemsOf(locales, code);
  for (const { path, line, text } of problems) console.error(`${path}:${line}  ${text}`);
  if (problems.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
