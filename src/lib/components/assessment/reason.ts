import { answerErrorCodes } from '$lib/domain/assessment/answers';

const WRONG: readonly string[] = [...answerErrorCodes, 'incomplete', 'choose'];
const REASONS = ['signed_out', 'conflict', 'no_device', 'wrong_state', 'immutable', 'forbidden', 'not_found'];

/**
 * Why something is not saved, as a key of `assessment:reason`. What is wrong with an answer stands beside its field;
 * the line at the top only says which one.
 */
export function reasonOf(code: string): string {
  if (WRONG.includes(code)) return 'wrong';
  return REASONS.includes(code) ? code : 'other';
}
