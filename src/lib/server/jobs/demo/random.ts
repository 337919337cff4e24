/** Repeatable chance: the same seed gives the same run of values on every machine. Not for secrets. */
export interface Random {
  /** 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** About normally distributed, within three deviations of the mean. */
  normal(mean: number, deviation: number): number;
  /** A number from `low` to `high`; half of them lie below their geometric mean, as sizes of firms do. */
  skewed(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  weighted<T extends { weight: number }>(list: readonly T[]): T;
  shuffle<T>(list: readonly T[]): T[];
}

/** Chance from a text: generators of different parts take different texts, so that one does not shift the other. */
export function createRandom(seed: string): Random {
  let state = hash(seed);

  // splitmix32: a counter, its bits mixed; enough for sample data, and ten lines.
  function next(): number {
    state = (state + 0x9e3779b9) | 0;
    let bits = state ^ (state >>> 16);
    bits = Math.imul(bits, 0x21f0aaad);
    bits ^= bits >>> 15;
    bits = Math.imul(bits, 0x735a2d97);
    bits ^= bits >>> 15;
    return (bits >>> 0) / 2 ** 32;
  }
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));

  function pick<T>(list: readonly T[]): T {
    return at(list, integer(0, list.length - 1));
  }

  return {
    next,
    integer,
    pick,
    normal: (mean, deviation) => mean + deviation * 2 * (next() + next() + next() - 1.5),
    skewed: (low, high) => low * (high / low) ** next(),
    weighted(list) {
      let left = next() * list.reduce((sum, item) => sum + item.weight, 0);
      return list.find((item) => (left -= item.weight) < 0) ?? at(list, list.length - 1);
    },
    shuffle(list) {
      const mixed = [...list];
      mixed.forEach((item, index) => {
        const other = integer(index, mixed.length - 1);
        mixed[index] = at(mixed, other);
        mixed[other] = item;
      });
      return mixed;
    }
  };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}

/** FNV-1a over the UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value | 0;
}
