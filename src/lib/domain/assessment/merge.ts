import { isSameAnswer } from './answers.ts';
import type { AnswerError, Answers, AnswerValue } from './answers.ts';

/** An answer as the server holds it; `revision` grows with every change, `at` is an ISO time. Null: taken back. */
export type ServerAnswer = { value: AnswerValue | null; revision: number; at: string };

/** An answer as this device holds it. */
export type LocalAnswer = {
  /** Null: the answer was taken back. */
  value: AnswerValue | null;
  /** The revision of the server's answer that this one was made on; 0 when the server had none. */
  base: number;
  /** When the server acknowledged exactly this value; absent while it has not. */
  savedAt?: string;
  /** Values that were sent and not acknowledged: the server may hold one of them, if only the reply was lost. */
  sent?: (AnswerValue | null)[];
  /** Why the server refused this value, as an error code; cleared by the next change or by `retry`. */
  refused?: string;
};

/**
 * The answers of one assessment on one device. Plain JSON, so it can be kept on the device as it is. The functions
 * below never change a draft; they give a new one.
 */
export type Draft = {
  answers: Record<string, LocalAnswer>;
  /** What the server holds where another device answered differently; until resolved, these answers are not sent. */
  conflicts: Record<string, ServerAnswer>;
  /** The latest revision of the whole document that this device has heard of. */
  revision: number;
};

/** What is sent: the server saves an answer when its own revision is still `base`, otherwise it reports a conflict. */
export type Patch = Record<string, { value: AnswerValue | null; base: number }>;

/** A conflict of null: the server has no such answer, though the patch was based on one (a backup was restored). */
export type SaveReply = {
  saved: Record<string, number>;
  conflicts: Record<string, ServerAnswer | null>;
  revision: number;
};

/** saved: on the server. device: only here, will be sent. failed: the owner must do something (refused, or conflict). */
export type SaveState = 'saved' | 'device' | 'failed';

export const emptyDraft: Draft = { answers: {}, conflicts: {}, revision: 0 };

/**
 * Takes in the server's answers: at the start of a page, with the draft kept on the device, and whenever newer ones
 * arrive. What is older than known is ignored; a saved answer is replaced by a newer one; an unsaved one is never
 * overwritten, it becomes a conflict when the server's differs.
 */
export function applyServer(draft: Draft, answers: Record<string, ServerAnswer>, revision: number): Draft {
  const merged = Object.entries(answers).reduce((sum, [id, theirs]) => meet(sum, id, theirs), draft);
  return { ...merged, revision: Math.max(draft.revision, revision) };
}

/** The owner answers (or with null takes the answer back). Saying what is already there changes nothing. */
export function setAnswer(draft: Draft, id: string, value: AnswerValue | null): Draft {
  const local = own(draft.answers, id);
  if (!local && value === null) return draft;
  if (local && isSameAnswer(local.value, value)) return draft;
  const changed = withAnswer(draft, id, unsaved(value, local?.base ?? 0, local?.sent));
  const conflict = own(draft.conflicts, id);
  return conflict ? meet(changed, id, conflict) : changed;
}

/** The queue: everything unsaved that can be sent now, or null. Leaves out refused answers and open conflicts. */
export function nextPatch(draft: Draft): Patch | null {
  const waiting = Object.entries(draft.answers).filter(
    ([id, local]) => !isSaved(local) && local.refused === undefined && !own(draft.conflicts, id)
  );
  if (waiting.length === 0) return null;
  return Object.fromEntries(waiting.map(([id, { value, base }]) => [id, { value, base }]));
}

/** To be kept on the device *before* the patch is sent, so that a lost reply is not taken for another device's answer. */
export function markSent(draft: Draft, patch: Patch): Draft {
  return Object.entries(patch).reduce((sum, [id, { value }]) => {
    const local = own(sum.answers, id);
    if (!local || isSaved(local)) return sum;
    return withAnswer(sum, id, { ...local, sent: [...without(local.sent, value), value] });
  }, draft);
}

/**
 * Takes in the reply to a patch; send the next patch only after that (one at a time). An answer that was changed again meanwhile stays unsaved, on the new base. A
 * "conflict" with what this device itself had sent before is none. `now` is an ISO time.
 */
export function applyReply(draft: Draft, patch: Patch, reply: SaveReply, now: string): Draft {
  let merged = markSent(draft, patch);
  for (const [id, { value, base }] of Object.entries(patch)) {
    const revision = own(reply.saved, id);
    const conflict = own(reply.conflicts, id);
    // Nothing was learned since this patch was made, so its reply is news whatever its revision.
    const isInOrder = own(merged.answers, id)?.base === base;
    if (revision !== undefined) merged = meet(merged, id, { value, revision, at: now }, isInOrder);
    else if (conflict !== undefined) {
      merged = meet(merged, id, conflict ?? { value: null, revision: 0, at: now }, isInOrder);
    }
  }
  return { ...merged, revision: Math.max(draft.revision, reply.revision) };
}

/**
 * The server refused the patch for good (not a network failure: those change nothing and are sent again). With
 * `errors` only the answers named there are refused, otherwise all. An answer changed meanwhile is not refused.
 */
export function refuse(draft: Draft, patch: Patch, code: string, errors: AnswerError[] = []): Draft {
  const named = new Map(
    errors.flatMap((error) => {
      // `1.1.3` or `1.1.3.numerator`: ids hold dots too, so only one last word is taken off.
      const id = [error.path, error.path.replace(/\.[a-z]+$/i, '')].find((key) => Object.hasOwn(patch, key));
      return id === undefined ? [] : [[id, error.code] as const];
    })
  );
  return Object.entries(patch).reduce((sum, [id, { value }]) => {
    const local = own(sum.answers, id);
    const reason = named.size > 0 ? named.get(id) : code;
    if (!local || reason === undefined || isSaved(local) || !isSameAnswer(local.value, value)) return sum;
    return withAnswer(sum, id, { ...local, refused: reason });
  }, draft);
}

/** Lets refused answers be sent again, for instance after signing in again. */
export function retry(draft: Draft): Draft {
  const answers = Object.entries(draft.answers).map(([id, local]): [string, LocalAnswer] => [
    id,
    local.refused === undefined ? local : unsaved(local.value, local.base, local.sent)
  ]);
  return { ...draft, answers: Object.fromEntries(answers) };
}

/** The owner chooses: `mine` is sent again on top of theirs; `theirs` replaces mine. Without a conflict, no change. */
export function resolveConflict(draft: Draft, id: string, choice: 'mine' | 'theirs'): Draft {
  const theirs = own(draft.conflicts, id);
  const local = own(draft.answers, id);
  if (!theirs || !local) return draft;
  const chosen =
    choice === 'theirs' ? saved(theirs.value, theirs.revision, theirs.at) : unsaved(local.value, theirs.revision);
  return withoutConflict(withAnswer(draft, id, chosen), id);
}

/** The word for one answer; an answer that does not exist is `saved`: there is nothing to lose. */
export function stateOf(draft: Draft, id: string): SaveState {
  const local = own(draft.answers, id);
  if (!local || isSaved(local)) return 'saved';
  return local.refused !== undefined || own(draft.conflicts, id) ? 'failed' : 'device';
}

/** The word for the whole draft: the worst of its answers. */
export function draftState(draft: Draft): SaveState {
  const states = Object.keys(draft.answers).map((id) => stateOf(draft, id));
  return states.includes('failed') ? 'failed' : states.includes('device') ? 'device' : 'saved';
}

/** The answers as the score takes them: mine, saved or not. */
export function plainAnswers(draft: Draft): Answers {
  return Object.fromEntries(
    Object.entries(draft.answers).flatMap(([id, { value }]) => (value === null ? [] : [[id, value]]))
  );
}

// The one place where an answer of the server meets one of this device.
function meet(draft: Draft, id: string, theirs: ServerAnswer, isInOrder = false): Draft {
  const local = own(draft.answers, id);
  if (!local) return withAnswer(draft, id, saved(theirs.value, theirs.revision, theirs.at));
  const isSame = isSameAnswer(local.value, theirs.value);
  // Late news: answers of the server may overtake each other.
  if (theirs.revision <= local.base && !isInOrder) return draft;
  if (isSaved(local) || isSame) {
    return withoutConflict(withAnswer(draft, id, saved(theirs.value, theirs.revision, theirs.at)), id);
  }
  const known = own(draft.conflicts, id);
  if (known && known.revision > theirs.revision) return draft;
  if (local.sent?.some((value) => isSameAnswer(value, theirs.value))) {
    const rebased = { ...local, base: theirs.revision, sent: without(local.sent, theirs.value) };
    return withoutConflict(withAnswer(draft, id, rebased), id);
  }
  return { ...draft, conflicts: { ...draft.conflicts, [id]: theirs } };
}

function saved(value: AnswerValue | null, base: number, savedAt: string): LocalAnswer {
  return { value, base, savedAt };
}

function unsaved(value: AnswerValue | null, base: number, sent?: LocalAnswer['sent']): LocalAnswer {
  return sent && sent.length > 0 ? { value, base, sent } : { value, base };
}

function isSaved(local: LocalAnswer): boolean {
  return local.savedAt !== undefined;
}

function without(sent: LocalAnswer['sent'], value: AnswerValue | null): (AnswerValue | null)[] {
  return (sent ?? []).filter((other) => !isSameAnswer(other, value));
}

function withAnswer(draft: Draft, id: string, local: LocalAnswer): Draft {
  return { ...draft, answers: { ...draft.answers, [id]: local } };
}

function withoutConflict(draft: Draft, id: string): Draft {
  if (!own(draft.conflicts, id)) return draft;
  return { ...draft, conflicts: Object.fromEntries(Object.entries(draft.conflicts).filter(([key]) => key !== id)) };
}

function own<T>(record: Record<string, T>, id: string): T | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}
