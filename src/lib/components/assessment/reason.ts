import { answerErrorCodes } from '$lib/domain/assessment/answers';

const WRONG: readonly string[] = [...answerErrorCodes, 'incomplete', 'choose'];
const REASONS = ['signed_out', 'conflict', 'no_device', 'wrong_state', 'immutable', 'forbidden', 'not_found'];

/** The key of the words for a reason why something is not saved. */
export function reasonKey(code: string): string {
  if (WRONG.includes(code)) return `assessment:wrong.${code}`;
  return `assessment:reason.${REASONS.includes(code) ? code : 'other'}`;
}
