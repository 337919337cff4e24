import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Entry = { optionalDependencies?: Record<string, string> };

/** Where Node would find a package from a path of the lockfile. */
function places(path: string, name: string): string[] {
  const parents = [path];
  for (let at = path.lastIndexOf('/node_modules/'); at >= 0; at = path.lastIndexOf('/node_modules/', at - 1)) {
    parents.push(path.slice(0, at));
  }
  return [...parents, ''].map((parent) => `${parent ? `${parent}/` : ''}node_modules/${name}`);
}

// npm leaves out the packages of other platforms when its registry does not have them, and `npm ci` then refuses the
// lockfile on every machine: each needs an entry with at least version, cpu, os and "optional".
test('the lockfile has an entry for every optional package of every platform', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Entry> };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !places(path, name).some((place) => place in packages))
  );
  expect(missing).toEqual([]);
});
