import type { AnswerValue } from '$lib/domain/assessment/answers';
import { draftState, type Draft, type ServerAnswer } from '$lib/domain/assessment/merge';
import type { TypedError, TypedRatio } from '$lib/schemas/typed-answer';

/** `away`: the server could not be reached the last time. */
export type Reach = 'ok' | 'away' | 'signed_out';

/** What stands in the fields of a ratio while it is typed, and what is wrong with it. */
export type Typed = TypedRatio & { error?: TypedError };

/** What a page sent without JavaScript left open; by criterion. */
export interface Sent {
  mine: Record<string, AnswerValue | null>;
  theirs: Record<string, ServerAnswer>;
  typed: Record<string, TypedRatio>;
  wrong: Record<string, TypedError>;
}

/**
 * What the person is told. `waiting` means safe on this device. `failed` brings a reason as a code (a key of
 * `assessment:reason`), and the criterion where there is one.
 */
export type DraftStatus =
  { state: 'saved' | 'sending' | 'waiting' } | { state: 'failed'; reason: string; criterion?: string };

/** The most pressing thing first: what only the person can put right, before what time will. */
export function statusOf(draft: Draft, typed: Record<string, Typed>, reach: Reach, deviceFails: boolean): DraftStatus {
  const state = draftState(draft);
  if (state !== 'saved' && reach === 'signed_out') return { state: 'failed', reason: 'signed_out' };
  const [conflict] = Object.keys(draft.conflicts);
  if (conflict) return { state: 'failed', reason: 'conflict', criterion: conflict };
  const refused = Object.entries(draft.answers).find(([, local]) => local.refused !== undefined);
  if (refused) return { state: 'failed', reason: refused[1].refused ?? '', criterion: refused[0] };
  const wrong = Object.entries(typed).find(([, entry]) => entry.error);
  if (wrong) return { state: 'failed', reason: wrong[1].error?.code ?? '', criterion: wrong[0] };
  if (state === 'saved') return { state };
  if (reach === 'ok') return { state: 'sending' };
  return deviceFails ? { state: 'failed', reason: 'no_device' } : { state: 'waiting' };
}
