import { answerTo, type Answers, type AnswerValue } from '../assessment/answers.ts';
import type { LocalCriterion, LocalQuestionnaire } from '../assessment/localise.ts';
import { shownAnswer, type ShownAnswer } from '../assessment/report.ts';
import { criterionLevel, type Level, type Score } from '../assessment/score.ts';
import { standing, type Verdict } from './verification.ts';

/** A finding as it is kept, with the name of its file. */
export type FindingRow = {
  verification_id: string;
  criterion: string;
  position: number;
  verdict: Verdict;
  value: AnswerValue | null;
  note: string | null;
  link: string | null;
  visited_on: string | null;
  created_at: string;
  file: { file_id: string; name: string } | null;
};

export type ShownFinding = Omit<FindingRow, 'criterion' | 'value'> & {
  /** What staff found instead, when corrected. */
  found: ShownAnswer | null;
};

export type SheetCriterion = {
  id: string;
  name: string;
  question: string;
  claimed: ShownAnswer;
  level: Level;
  /** The finding that stands. */
  finding: ShownFinding | null;
  /** Codes of the open packages that wait for this criterion. */
  neededBy: string[];
  /** What a correction can say. */
  answers:
    | { kind: 'ordinal'; levels: string[]; notApplicable: boolean }
    | { kind: 'ratio'; numerator: string; denominator: string; unit: string; notApplicable: boolean };
};

export type SheetIndex = { id: string; name: string; criteria: SheetCriterion[] };
export type SheetPillar = { id: string; name: string; indices: SheetIndex[] };

/**
 * Every criterion with what the firm said, what staff found last, and which packages wait for it. `needed` maps
 * criteria to codes of packages. `keep` leaves out criteria, and indices and pillars that are empty then.
 */
export function verificationSheet(
  doc: LocalQuestionnaire,
  claimed: Answers,
  findings: FindingRow[],
  needed: Record<string, string[]> = {},
  keep: (criterion: SheetCriterion) => boolean = () => true
): SheetPillar[] {
  const last = standing(findings);
  const sheetCriterion = (criterion: LocalCriterion): SheetCriterion => {
    const value = answerTo(claimed, criterion.id);
    const row = last.get(criterion.id);
    return {
      id: criterion.id,
      name: criterion.name,
      question: criterion.question,
      claimed: shownAnswer(criterion, value),
      level: criterionLevel(doc, criterion, value),
      finding: row ? shown(criterion, row) : null,
      neededBy: Object.hasOwn(needed, criterion.id) ? (needed[criterion.id] ?? []) : [],
      answers: answersOf(criterion)
    };
  };
  return doc.pillars
    .map(({ id, name, indices }) => ({
      id,
      name,
      indices: indices
        .map((index) => ({ id: index.id, name: index.name, criteria: index.criteria.map(sheetCriterion).filter(keep) }))
        .filter(({ criteria }) => criteria.length > 0)
    }))
    .filter(({ indices }) => indices.length > 0);
}

/** Two scores side by side, in the words of the questionnaire; `verified` is null before anything was checked. */
export type ComparedPart = {
  id: string;
  name: string;
  max: number;
  claimed: { points: number; level: Level };
  verified: { points: number; level: Level } | null;
};

/** The pillars of the claimed score, each beside the verified one, and the whole at the end (`id` is `total`). */
export function compareScores(doc: LocalQuestionnaire, claimed: Score, verified: Score | null): ComparedPart[] {
  const pillars = claimed.pillars.map((pillar, i): ComparedPart => {
    const found = verified?.pillars[i];
    return {
      id: pillar.id,
      name: doc.pillars[i]?.name ?? pillar.id,
      max: pillar.max,
      claimed: { points: pillar.points, level: pillar.level },
      verified: found ? { points: found.points, level: found.level } : null
    };
  });
  const total: ComparedPart = {
    id: 'total',
    name: '',
    max: claimed.max,
    claimed: { points: claimed.points, level: claimed.level },
    verified: verified && { points: verified.points, level: verified.level }
  };
  return [...pillars, total];
}

function shown(criterion: LocalCriterion, { criterion: _, value, ...row }: FindingRow): ShownFinding {
  return { ...row, found: value && shownAnswer(criterion, value) };
}

function answersOf(criterion: LocalCriterion): SheetCriterion['answers'] {
  const notApplicable = criterion.notApplicable === true;
  if (criterion.kind === 'ordinal') return { kind: 'ordinal', levels: Object.values(criterion.levels), notApplicable };
  const { numerator, denominator, unit } = criterion;
  return { kind: 'ratio', numerator, denominator, unit, notApplicable };
}
