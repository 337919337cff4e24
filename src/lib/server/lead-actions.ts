import { fail, type RequestEvent } from '@sveltejs/kit';
import { LEAD_STEPS } from '$lib/domain/leads/lead';
import { leadReasonSchema, leadStepSchema, messageSchema, promiseSchema, ratingSchema } from '$lib/schemas/lead';
import * as leads from '$lib/server/data/leads';
import { failure, toAppError } from '$lib/server/errors';
import { parseForm, type FieldErrors, type FormValues } from '$lib/server/form';

/** Steps that firms, providers and staff share; who may take them is decided by the database. */

/** Takes the step of the form. What was typed comes back with every refusal, so that a conflict loses nothing. */
export async function takeLeadStep(event: RequestEvent, id: string) {
  const form = await event.request.formData();
  const parsed = parseForm(leadStepSchema, form);
  if (!parsed.ok) return fail(422, { step: 'step', values: parsed.values, errors: parsed.errors });
  const { step, revision } = parsed.data;
  const name = `reason-${step}`;
  const said = form.get(name);
  const reason = typeof said === 'string' ? said.trim() : '';
  const values: FormValues = { [name]: reason };
  const errors: FieldErrors = {};
  if (LEAD_STEPS.some((known) => known.step === step && known.reason)) {
    const read = leadReasonSchema.safeParse(reason || undefined);
    if (!read.success) errors[name] = read.error.issues[0]?.message ?? 'invalid';
  }
  const promised = step === 'win' ? parseForm(promiseSchema, form) : null;
  Object.assign(values, promised?.values);
  if (promised && !promised.ok) Object.assign(errors, promised.errors);
  if (Object.keys(errors).length > 0) return fail(422, { step, values, errors });
  try {
    const promise = promised?.ok ? promised.data : {};
    await leads.advance(event.locals.db, id, step, revision, { reason: reason || null, ...promise });
  } catch (refusal) {
    return told(step, failure(refusal, values));
  }
  return { done: step as string };
}

/** Writes to the other side. */
export async function sendMessage(event: RequestEvent, id: string) {
  const parsed = parseForm(messageSchema, await event.request.formData());
  if (!parsed.ok) return fail(422, { step: 'message', values: parsed.values, errors: parsed.errors });
  try {
    await leads.send(event.locals.db, id, parsed.data.body);
  } catch (refusal) {
    return told('message', failure(refusal, parsed.values));
  }
  return { done: 'message' };
}

/** Rates the other side, once. */
export async function rateLead(event: RequestEvent, id: string) {
  const parsed = parseForm(ratingSchema, await event.request.formData());
  if (!parsed.ok) return fail(422, { step: 'rating', values: parsed.values, errors: parsed.errors });
  try {
    await leads.rate(event.locals.db, id, parsed.data.score, parsed.data.comment);
  } catch (refusal) {
    // A second click on a slow line is no refusal to its person.
    if (toAppError(refusal).code === 'already_exists') return { done: 'rating' };
    return told('rating', failure(refusal, parsed.values));
  }
  return { done: 'rating' };
}

/** The refusal, told to the form that it belongs to. */
function told(step: string, refused: ReturnType<typeof failure>) {
  return fail(refused.status, { step, ...refused.data });
}
