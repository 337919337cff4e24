import { fail, type RequestEvent } from '@sveltejs/kit';
import { ASSIGNMENT_STEPS } from '$lib/domain/support/assignment';
import { evidenceSchema, readAmounts, reasonSchema, stepSchema } from '$lib/schemas/assignment';
import * as assignments from '$lib/server/data/assignments';
import * as files from '$lib/server/data/files';
import { failure, toAppError } from '$lib/server/errors';
import { invalid, parseForm, type FieldErrors, type FormValues } from '$lib/server/form';

/** Steps that owners and staff share; who may take them is decided by the database. */

/** Takes the step of the form. What was typed comes back with every refusal, so that a conflict loses nothing. */
export async function takeStep(event: RequestEvent, id: string) {
  const form = await event.request.formData();
  const parsed = parseForm(stepSchema, form);
  if (!parsed.ok) return invalid(parsed);
  const { step, revision } = parsed.data;
  const { amounts, errors, values: typed } = readAmounts(form, 'paid');
  const name = `reason-${step}`;
  const said = form.get(name);
  const reason = typeof said === 'string' ? said.trim() : '';
  const values: FormValues = { ...parsed.values, ...typed, [name]: reason };
  const needed = ASSIGNMENT_STEPS.some((known) => known.step === step && known.reason);
  const read = reasonSchema.safeParse(reason || undefined);
  if (needed && !read.success) errors[name] = read.error.issues[0]?.message ?? 'invalid';
  if (Object.keys(errors).length > 0) return fail(422, { step, values, errors });
  const paid = Object.fromEntries(
    Object.entries(amounts).map(([content, { state = 0, other = 0 }]) => [content, { state, other }])
  );
  try {
    await assignments.advance(event.locals.db, id, step, revision, { reason: reason || null, paid });
  } catch (refusal) {
    const wrong = fieldErrors(refusal, 'paid');
    if (wrong) return fail(422, { step, values, errors: wrong });
    return withStep(step, failure(refusal, values));
  }
  return { done: step };
}

/** Saves costs and amounts of a proposal; contents whose cost is left out are taken away. */
export async function saveItems(event: RequestEvent, id: string) {
  const form = await event.request.formData();
  const { amounts, errors, values } = readAmounts(form, 'item');
  const revision = Number(form.get('revision'));
  if (Object.keys(errors).length > 0) return fail(422, { step: 'items', values, errors });
  const items = Object.entries(amounts).map(([support_id, { cost = 0, state = 0, other = 0 }]) => ({
    support_id,
    cost,
    state_amount: state,
    other_amount: other
  }));
  try {
    await assignments.setItems(event.locals.db, id, items, Number.isInteger(revision) ? revision : -1);
  } catch (refusal) {
    const wrong = fieldErrors(refusal, 'item');
    if (wrong) return fail(422, { step: 'items', values, errors: wrong });
    return withStep('items', failure(refusal, values));
  }
  return { done: 'items' };
}

/** Adds what shows the delivery. A file that was stored is kept when the evidence is refused. */
export async function saveEvidence(event: RequestEvent, id: string) {
  const parsed = parseForm(evidenceSchema, await event.request.formData());
  if (!parsed.ok) return fail(422, { step: 'evidence', values: parsed.values, errors: parsed.errors });
  const { note, link, file, file_id } = parsed.data;
  const { db } = event.locals;
  let stored = file_id;
  if (!note && !link && !file && !stored)
    return fail(422, { step: 'evidence', values: parsed.values, errors: { note: 'required' } as FieldErrors });
  try {
    if (file) {
      const { enterprise } = await assignments.read(db, id);
      stored = await files.add(event.locals, enterprise.enterprise_id, file);
    }
    await assignments.addEvidence(db, id, { note, link, file_id: stored });
  } catch (refusal) {
    const { code } = toAppError(refusal);
    const values = stored ? { ...parsed.values, file_id: stored } : parsed.values;
    const wrong = code === 'too_large' ? 'file_too_large' : code === 'unsupported_type' ? 'file_type' : null;
    if (wrong && !stored) return fail(422, { step: 'evidence', values, errors: { file: wrong } as FieldErrors });
    return withStep('evidence', failure(refusal, values));
  }
  return { done: 'evidence' };
}

/** The fields of contents that the database named. */
function fieldErrors(refusal: unknown, prefix: string): FieldErrors | null {
  const { code, details } = toAppError(refusal);
  if (code !== 'invalid_input' || !Array.isArray(details)) return null;
  const found = (details as { path: string; code: string }[]).filter(({ path }) => path !== 'reason');
  return Object.fromEntries(found.map(({ path, code: problem }) => [`${prefix}-${path}-state`, problem]));
}

/** The refusal, told to the form that it belongs to. */
function withStep(step: string, refused: ReturnType<typeof failure>) {
  return fail(refused.status, { step, ...refused.data });
}
