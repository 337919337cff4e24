import type { ActionData } from './$types';

/** What a step gave back: for one criterion, or for the ticked ones when `criterion` is empty. */
export interface StepAnswer {
  criterion?: string;
  done?: boolean;
  error?: string;
  errors?: Record<string, string>;
  values?: Record<string, string | string[]>;
  /** On a conflict: the findings that stand now. */
  details?: unknown;
}

/** The answer when it is about this criterion, or about the ticked ones (`''`). */
export function answerFor(form: ActionData, criterion: string): StepAnswer | null {
  const answer = form as StepAnswer | null;
  return answer?.criterion === criterion ? answer : null;
}
