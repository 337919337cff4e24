import type { FormValues } from './form';

/** After a change by somebody else: what they set where it differs from what was typed, and the revision to go on from. */
export interface ChangedSince {
  changed: { name: string; value: string }[];
  revision: string;
}

/** Fields in which what is stored differs from what was typed. `apart` are fields that are not compared. */
export function changedSince(typed: FormValues, stored: FormValues, apart: readonly string[] = []): ChangedSince {
  // Numbers may be typed with thousands apart, texts with other spaces: neither is a difference.
  const plain = (value: string | string[] | undefined) => [value ?? ''].flat().sort().join(', ');
  const same = (value: string | string[] | undefined) =>
    plain(value)
      .replaceAll(/(\d)[.,\s](?=\d{3}\b)/g, '$1')
      .replaceAll(/\s+/g, ' ');
  return {
    changed: Object.keys(stored)
      .filter((name) => name !== 'revision' && !apart.includes(name) && same(stored[name]) !== same(typed[name]))
      .map((name) => ({ name, value: plain(stored[name]) })),
    revision: plain(stored.revision)
  };
}
