import type { RequestEvent } from '@sveltejs/kit';
import { uuid } from '$lib/schemas/fields';
import { reviewSchema } from '$lib/schemas/provider';
import * as providers from '$lib/server/data/providers';
import * as solutions from '$lib/server/data/solutions';
import { AppError, failure, problemsIn } from '$lib/server/errors';
import { invalid, parseForm, type FieldErrors, type FormValues } from '$lib/server/form';

const FIELDS = ['revision', 'step', 'reason', 'approved_until'] as const;

/**
 * What staff decide on a provider or on one of its solutions. A page has several of these forms: `about` is `provider` or
 * the id of a solution, and every field is named `<field>.<about>`, so that an error finds its way back.
 */
export async function decide({ locals, request }: RequestEvent, providerId: string) {
  const form = await request.formData();
  const about = form.get('about');
  if (about !== 'provider' && !uuid.safeParse(about).success) return failure(new AppError('invalid_input'));
  const own = new FormData();
  for (const field of FIELDS) {
    const value = form.get(`${field}.${String(about)}`);
    if (typeof value === 'string') own.set(field, value);
  }
  const named = <T>(fields: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${field}.${String(about)}`, value]));
  const refuse = (values: FormValues, errors: FieldErrors) => invalid({ values: named(values), errors: named(errors) });

  const parsed = parseForm(reviewSchema, own);
  if (!parsed.ok) return refuse(parsed.values, parsed.errors);
  try {
    if (about === 'provider') await providers.review(locals.db, providerId, parsed.data);
    else await solutions.review(locals.db, String(about), parsed.data);
    return { done: parsed.data.step };
  } catch (refusal) {
    const errors = refusal instanceof AppError ? problemsIn(refusal.details) : {};
    if (Object.keys(errors).length > 0) return refuse(parsed.values, errors);
    return failure(refusal, named(parsed.values));
  }
}
