import { questionnaireErrors, type Questionnaire, type QuestionnaireError } from '$lib/domain/assessment/questionnaire';

/** Bytes; the database refuses documents of more than a million characters. */
export const LARGEST_DOCUMENT = 1_000_000;

export type ReadDocument =
  | { ok: true; document: Questionnaire }
  /** `not_json`: where the text stops being JSON is in `near`. */
  | { ok: false; reason: 'not_json'; near: string }
  | { ok: false; reason: 'errors'; errors: QuestionnaireError[] };

/** Reads an uploaded text as a questionnaire; on failure everything that is wrong with it, by path. */
export function readDocument(text: string): ReadDocument {
  let parsed: unknown;
  try {
    // Some editors begin a file with a byte order mark, which JSON does not know.
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    return { ok: false, reason: 'not_json', near: thrown instanceof Error ? thrown.message.slice(0, 200) : '' };
  }
  const errors = questionnaireErrors(parsed);
  // Only what has the right shape is gone through: anything else may be nested deeper than a program can follow.
  if (errors.length === 0) errors.push(...unstorable(parsed));
  return errors.length > 0 ? { ok: false, reason: 'errors', errors } : { ok: true, document: parsed as Questionnaire };
}

/** Texts that JSON allows and PostgreSQL does not: with the character zero, or half of a pair. */
function unstorable(value: unknown, path = ''): QuestionnaireError[] {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed() ? [{ path, code: 'bad_value' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => unstorable(item, path ? `${path}.${key}` : key));
}
