import { answerErrors, type Answers } from '$lib/domain/assessment/answers';
import type { Outline } from '$lib/domain/assessment/outline';

/** The quick check lives on the device: nothing of it is sent, so that no account and no consent is needed. */
const KEY = 'dx-quick-check';

/** Answers kept on this device for this version, or none when they are missing, broken or of another version. */
export function readStored(storage: Storage | undefined, questionnaire: Outline & { version: string }): Answers {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('version' in kept) || !('answers' in kept)) return {};
    if (kept.version !== questionnaire.version || answerErrors(questionnaire, kept.answers).length > 0) return {};
    return kept.answers as Answers;
  } catch {
    return {};
  }
}

/** Keeps the answers; a full or forbidden store is no error, the page goes on without it. */
export function store(storage: Storage | undefined, version: string, answers: Answers): void {
  try {
    storage?.setItem(KEY, JSON.stringify({ version, answers }));
  } catch {
    // Private mode or a full disk: the answers stay on the page.
  }
}

export function clearStored(storage: Storage | undefined): void {
  try {
    storage?.removeItem(KEY);
  } catch {
    // As above.
  }
}
