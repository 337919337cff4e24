import type { Answers, AnswerValue } from '../assessment/answers.ts';
import { criteriaOf, type Outline } from '../assessment/outline.ts';

/** What staff found about one answer: `value` is what they found instead, when the verdict is `corrected`. */
export type Finding = { criterion: string } & (
  { verdict: 'confirmed' | 'rejected'; value: null } | { verdict: 'corrected'; value: AnswerValue }
);
export type Verdict = Finding['verdict'];

/**
 * The answers that the verified score is made of: corrected ones in place, rejected ones at level 0, the rest as the
 * firm said. `findings` hold one entry per criterion, the last. The input is left alone.
 *
 * Mirrors the trigger `verified_results_derive`, which is the enforcer.
 */
export function verifiedAnswers(doc: Outline, claimed: Answers, findings: Finding[]): Answers {
  const kinds = new Map(criteriaOf(doc).map(({ id, kind }) => [id, kind]));
  const changed = findings.flatMap((finding): [string, AnswerValue][] => {
    if (finding.verdict === 'confirmed') return [];
    if (finding.verdict === 'corrected') return [[finding.criterion, finding.value]];
    const nothing = kinds.get(finding.criterion) === 'ordinal' ? { level: 0 } : { numerator: 0, denominator: 0 };
    return [[finding.criterion, nothing]];
  });
  return { ...claimed, ...Object.fromEntries(changed) };
}

/** The last finding about each criterion; the list may come in any order. `position` counts from 1. */
export function standing<F extends { criterion: string; position: number }>(findings: F[]): Map<string, F> {
  const last = new Map<string, F>();
  for (const finding of findings) {
    const known = last.get(finding.criterion);
    if (!known || known.position < finding.position) last.set(finding.criterion, finding);
  }
  return last;
}
