import type { Answers } from './answers.ts';
import { criteriaOf } from './outline.ts';
import type { Outline } from './outline.ts';
import { overallLevel, score } from './score.ts';
import type { Level } from './score.ts';

/** The result of a quick check: never one level, always a range. */
export type Indicative = {
  /** Points out of 100, rounded; unanswered questions bring none. */
  points: number;
  /** The likely levels, lowest and highest; the highest is always above the lowest. */
  range: [lowest: Level, highest: Level];
  /** Share of each pillar's maximum in per cent, rounded, in the order of the document. */
  pillars: { id: string; share: number }[];
  answered: number;
  missing: string[];
};

// Twelve questions stand for sixty. With answers that spread by some 30 points of 100, the mean of twelve of sixty
// misses the mean of all by less than 10 about four times in five. A rule of thumb, so the result says "likely".
const MARGIN_PERCENT = 10;

/**
 * What a quick check tells: points out of 100 and a likely range of levels, by the document's own thresholds.
 *
 * Lowest: unanswered questions at 0, 10 per cent fewer points, and the breadth condition on the pillars as they
 * are. Highest: unanswered questions in full, 10 per cent more points, breadth taken for granted. When both are the
 * same, the range is widened by one level: upwards, at level 5 downwards.
 */
export function indicative(doc: Outline, answers: Answers): Indicative {
  const result = score(doc, answers);
  const margin = (result.max * MARGIN_PERCENT) / 100;
  const open = openPoints(doc, result.missing);
  const pillarLevels = result.pillars.map((pillar) => pillar.level);
  const lowest = overallLevel(doc.scoring, result.points - margin, pillarLevels);
  const allHigh = result.pillars.map((): Level => 5);
  const highest = overallLevel(doc.scoring, result.points + open + margin, allHigh);
  return {
    points: percent(result.points, result.max),
    range: widened(lowest, highest),
    pillars: result.pillars.map((pillar) => ({ id: pillar.id, share: percent(pillar.points, pillar.max) })),
    answered: result.answered,
    missing: result.missing
  };
}

function openPoints(doc: Outline, missing: string[]): number {
  const open = new Set(missing);
  return criteriaOf(doc).reduce((sum, criterion) => sum + (open.has(criterion.id) ? 5 * criterion.weight : 0), 0);
}

function widened(lowest: Level, highest: Level): [Level, Level] {
  if (highest > lowest) return [lowest, highest];
  return lowest === 5 ? [4, 5] : [lowest, (lowest + 1) as Level];
}

function percent(points: number, max: number): number {
  return Math.round((100 * points) / max);
}
