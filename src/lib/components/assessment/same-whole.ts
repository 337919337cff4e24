import type { Answers } from '$lib/domain/assessment/answers';
import type { LocalCriterion, LocalQuestionnaire } from '$lib/domain/assessment/localise';
import { criteriaOf } from '$lib/domain/assessment/outline';

/** The whole that another question with the same words was answered with ("people working here now"), to offer it. */
export function sameWhole(
  doc: LocalQuestionnaire,
  criterion: Extract<LocalCriterion, { kind: 'ratio' }>,
  answers: Answers
): { criterion: string; value: number } | null {
  for (const other of criteriaOf<LocalCriterion>(doc)) {
    const answer = answers[other.id];
    if (other.id === criterion.id || other.kind !== 'ratio' || other.denominator !== criterion.denominator) continue;
    if (answer && 'denominator' in answer) return { criterion: other.id, value: answer.denominator };
  }
  return null;
}
