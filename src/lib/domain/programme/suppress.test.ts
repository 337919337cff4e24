import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicMargin, suppressSmall } from './suppress.ts';

const counts = (list: number[], minimum?: number) =>
  suppressSmall(
    list.map((count, i) => ({ key: `k${i}`, count })),
    minimum
  ).map((row) => row.count);

describe('small cells of a public table', () => {
  it.each([
    ['all large enough: nothing is hidden', [5, 6, 0, 100], [5, 6, 0, 100]],
    ['zero is no firm and stays', [0, 0, 7], [0, 0, 7]],
    ['two small ones are hidden', [1, 3, 9, 0], [null, null, 9, 0]],
    ['one small one hides the next smallest too', [9, 4, 7, 0], [9, null, null, 0]],
    ['all of the next smallest size are hidden', [7, 7, 2, 9], [null, null, null, 9]],
    ['all hidden ones of 1 hide one more', [1, 1, 1, 8, 6], [null, null, null, 8, null]],
    ['all hidden ones of 4 hide one more', [4, 8, 4], [null, null, null]],
    ['one small one alone is hidden alone', [0, 3], [0, null]],
    ['no rows, no cells', [], []]
  ])('%s', (_, list, expected) => expect(counts(list)).toEqual(expected));
  it('the minimum can be another', () => expect(counts([9, 8, 20, 30], 10)).toEqual([null, null, 20, 30]));
  it('keeps order, keys and other fields, and the rows given', () => {
    const rows = [
      { key: 'a', name: 'A', count: 3 },
      { key: 'b', name: 'B', count: 2 }
    ];
    expect(suppressSmall(rows)).toEqual([
      { key: 'a', name: 'A', count: null },
      { key: 'b', name: 'B', count: null }
    ]);
    expect(rows[0]?.count).toBe(3);
  });
  it('no small cell is shown, and none can be computed from the total', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { maxLength: 8 }), (list) => {
        const shown = counts(list);
        shown.forEach((count) => expect(count === null || count === 0 || count >= 5).toBe(true));
        const hidden = list.filter((_, i) => shown[i] === null);
        const nonZero = list.filter((count) => count > 0).length;
        if (hidden.length > 0 && nonZero > 1) expect(hidden.length).toBeGreaterThan(1);
      })
    );
  });
});

/** Every way to fill the hidden cells that whoever knows total and rule can think of. */
function* fillings(shown: (number | null)[], total: number): Generator<number[]> {
  const open = shown.indexOf(null);
  if (open < 0) {
    if (shown.reduce<number>((sum, count) => sum + (count ?? 0), 0) === total) yield shown as number[];
    return;
  }
  const known = shown.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  for (let guess = 0; guess <= total - known; guess += 1)
    yield* fillings([...shown.slice(0, open), guess, ...shown.slice(open + 1)], total);
}

describe('a one-way table for the public', () => {
  const margin = (list: number[]) => publicMargin(list.map((count) => ({ count }))).map(({ count }) => count);

  it.each([
    ['one small one alone withholds the table', [0, 3, 0], [null, null, null]],
    ['all ones withhold the table', [1, 1, 0], [null, null, null]],
    ['one small one beside a larger hides both', [0, 3, 9, 20], [0, null, null, 20]],
    ['two different small ones stay hidden alone', [2, 3, 0], [null, null, 0]],
    ['large ones are shown', [5, 9, 0], [5, 9, 0]],
    ['nothing is nothing', [0, 0], [0, 0]]
  ])('%s', (_, list, expected) => expect(margin(list)).toEqual(expected));

  it('no hidden cell can be computed from the rest, the total and the rule', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 12 })), { minLength: 2, maxLength: 4 }),
        (list) => {
          const shown = margin(list);
          if (!shown.includes(null)) return;
          const total = list.reduce((sum, count) => sum + count, 0);
          const possible = [...fillings(shown, total)].filter(
            (guess) => JSON.stringify(margin(guess)) === JSON.stringify(shown)
          );
          for (const [i, count] of shown.entries())
            if (count === null) expect(new Set(possible.map((guess) => guess[i])).size).toBeGreaterThan(1);
        }
      ),
      { numRuns: 600, seed: 8576 }
    );
  });
});
