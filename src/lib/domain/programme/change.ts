/** A result as far as it is compared: level 0-5, and per pillar its points. */
export interface ComparedResult {
  level: number;
  points: number;
  pillars: { id: string; points: number }[];
}

export interface PillarChange {
  id: string;
  before: number;
  after: number;
  difference: number;
}

/** Change from the result before support (T0) to the one after it (T1). Without firms that got none it proves nothing. */
export interface Change {
  level: { before: number; after: number; difference: number };
  points: { before: number; after: number; difference: number };
  /** Pillars that both results have, in the order of the later one. */
  pillars: PillarChange[];
}

/** What changed between two results; pillars that only one of them knows cannot be compared and are left out. */
export function changeBetween(before: ComparedResult, after: ComparedResult): Change {
  const earlier = new Map(before.pillars.map(({ id, points }) => [id, points]));
  return {
    level: difference(before.level, after.level),
    points: difference(before.points, after.points),
    pillars: after.pillars.flatMap(({ id, points }) => {
      const was = earlier.get(id);
      return was === undefined ? [] : [{ id, ...difference(was, points) }];
    })
  };
}

function difference(before: number, after: number) {
  return { before, after, difference: Math.round((after - before) * 100) / 100 };
}
