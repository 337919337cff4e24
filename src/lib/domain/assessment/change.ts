/** A scored assessment as far as a comparison needs it: pillars in the order of its questionnaire. */
export type Scored = {
  version: string;
  pillars: { code: string; name: string; points: number; max: number; level: number }[];
};

/** `before` and `after` are points with the same version, otherwise shares of the maximum in whole per cent. */
export type PillarChange = {
  code: string;
  name: string;
  before: number;
  after: number;
  difference: number;
  levelBefore: number;
  levelAfter: number;
};

export type Change = { unit: 'points' | 'percent'; pillars: PillarChange[] };

/**
 * What changed per pillar from one assessment to a later one. Points can only be compared within one version of the
 * questionnaire; between versions the crosswalk is the pillar (by its code), and only its share of the maximum and
 * its level mean the same in both. Pillars that one of them does not have are left out.
 */
export function changeBetween(before: Scored, after: Scored): Change {
  const unit = before.version === after.version ? 'points' : 'percent';
  const measure = (pillar: Scored['pillars'][number]) =>
    unit === 'points' ? pillar.points : Math.round((pillar.points / Math.max(pillar.max, 1)) * 100);
  const pillars = after.pillars.flatMap((now) => {
    const was = before.pillars.find((pillar) => pillar.code === now.code);
    if (!was) return [];
    const [from, to] = [measure(was), measure(now)];
    return {
      code: now.code,
      name: now.name,
      before: from,
      after: to,
      difference: to - from,
      levelBefore: was.level,
      levelAfter: now.level
    };
  });
  return { unit, pillars };
}
