import { posix } from 'node:path';
import type { Problem, Source } from './problem.ts';
import type { Use } from './uses.ts';

/**
 * Pages that show a key whose area their route does not load: the visitor would see the bare key.
 * `uses` are those of every file; a page's files are itself, its layouts, and all that these import.
 */
export function areaProblems(sources: readonly Source[], uses: readonly Use[], areasFor: (id: string) => string[]) {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const usesOf = Map.groupBy(uses, ({ path }) => path);
  const problems = new Map<string, Problem>();

  for (const { path } of sources) {
    if (!/^src\/routes\/(.*\/)?\+page\.svelte$/.test(path)) continue;
    const folder = posix.dirname(path);
    const id = folder.slice('src/routes'.length) || '/';
    const loaded = areasFor(id);
    for (const file of reachable(entriesOf(folder), byPath)) {
      for (const use of usesOf.get(file) ?? []) {
        const area = use.key.split(':')[0] ?? '';
        if (loaded.includes(area)) continue;
        const text = `${use.key} is shown on ${id}, which loads ${loaded.join(', ')} (src/lib/i18n/areas.ts)`;
        problems.set(`${file}:${area}:${id}`, { path: file, line: use.line, text });
      }
    }
  }
  return [...problems.values()];
}

/** A page, and the layouts and error pages from its folder up. */
function entriesOf(folder: string): string[] {
  const entries = [`${folder}/+page.svelte`, `${folder}/+page.ts`];
  for (let at = folder; at.startsWith('src/routes'); at = posix.dirname(at)) {
    entries.push(`${at}/+layout.svelte`, `${at}/+layout.ts`, `${at}/+error.svelte`);
  }
  return entries;
}

function reachable(entries: readonly string[], byPath: ReadonlyMap<string, Source>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = byPath.get(path);
    if (!source || reached.has(path)) continue;
    reached.add(path);
    for (const [, specifier = ''] of source.text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
      const target = specifier.startsWith('$lib/')
        ? `src/lib/${specifier.slice('$lib/'.length)}`
        : specifier.startsWith('.')
          ? posix.join(posix.dirname(path), specifier)
          : null;
      if (target) waiting.push(target, `${target}.ts`, `${target}.svelte.ts`, `${target}/index.ts`);
    }
  }
  return reached;
}
