import type { Answers } from '$lib/domain/assessment/answers';
import type { Contents, ContentsCriterion } from '$lib/domain/assessment/contents';
import { criteriaOf } from '$lib/domain/assessment/outline';

/** The whole that another question with the same words was answered with ("people working here now"), to offer it. */
export function sameWhole(
  doc: Contents,
  criterion: Extract<ContentsCriterion, { kind: 'ratio' }>,
  answers: Answers
): { criterion: string; value: number } | null {
  for (const other of criteriaOf<ContentsCriterion>(doc)) {
    const answer = answers[other.id];
    if (other.id === criterion.id || other.kind !== 'ratio' || other.denominator !== criterion.denominator) continue;
    if (answer && 'denominator' in answer) return { criterion: other.id, value: answer.denominator };
  }
  return null;
}
