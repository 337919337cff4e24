import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { parseTaxCode } from '$lib/domain/enterprise/tax-code';
import { revisionSchema } from '$lib/schemas/enterprise';
import { providerSchema, solutionSchema } from '$lib/schemas/provider';
import * as providers from '$lib/server/data/providers';
import * as solutions from '$lib/server/data/solutions';
import { AppError, failure, problemsIn, toAppError } from '$lib/server/errors';
import { invalid, parseForm, type FormValues } from '$lib/server/form';
import { changedSince } from '$lib/server/saving';

const text = (value: string | number | null) => (value === null ? '' : String(value));

/** What stands in the form of a provider: texts by field name. */
export function providerFields(row: providers.Provider): FormValues {
  const { name, tax_code, site, about_vi, about_en, contact_name, contact_phone, contact_email } = row;
  const single = { name, tax_code, site, about_vi, about_en, contact_name, contact_phone, contact_email };
  const parsed = tax_code === null ? null : parseTaxCode(tax_code);
  return {
    ...Object.fromEntries(Object.entries(single).map(([field, value]) => [field, text(value)])),
    max_open_leads: text(row.max_open_leads),
    unit_ids: row.unit_ids,
    revision: text(row.revision),
    // Whoever keeps a code need not confirm it again.
    ...(parsed?.ok && parsed.warning && { tax_code_confirmed: 'on' })
  };
}

/** What stands in the form of a solution. */
export function solutionFields(row: solutions.Solution): FormValues {
  const { category_id, name, summary_vi, summary_en, price_model, price_year, price_url } = row;
  const { data_location, certificate, certificate_until, revision } = row;
  const single = { category_id, name, summary_vi, summary_en, price_model, price_year, price_url };
  const more = { data_location, certificate, certificate_until, revision };
  const { index_ids, kinds, size_classes, section_ids, unit_ids } = row;
  return {
    ...Object.fromEntries(Object.entries({ ...single, ...more }).map(([field, value]) => [field, text(value)])),
    open_standard: row.open_standard ? 'yes' : 'no',
    ...{ index_ids, kinds, size_classes, section_ids, unit_ids }
  };
}

/**
 * Registers a provider (`known` null), or changes it. On failure the form comes back with what was typed and codes by
 * field; after a change by somebody else also with what they set, and the revision to go on from.
 */
export async function saveProvider({ locals, request }: RequestEvent, known: providers.Provider | null) {
  const form = await request.formData();
  const parsed = parseForm(providerSchema, form);
  if (!parsed.ok) return invalid(parsed);
  const seen = parseForm(revisionSchema, form);
  if (known && !seen.ok) return invalid({ values: parsed.values, errors: seen.errors });
  try {
    if (!known) await providers.register(locals.db, parsed.data);
    else if (seen.ok) await providers.update(locals.db, known.provider_id, parsed.data, seen.data.revision);
  } catch (refusal) {
    const { code } = toAppError(refusal);
    if (code === 'already_exists') return invalid({ values: parsed.values, errors: { tax_code: 'already_exists' } });
    if (code !== 'conflict' || !known) return refused(refusal, parsed.values);
    const stored = providerFields(await providers.read(locals.db, known.provider_id));
    return fail(409, { values: parsed.values, ...changedSince(parsed.values, stored, ['tax_code_confirmed']) });
  }
  redirect(303, `/provider/profile?done=${known ? `saved&provider=${known.provider_id}` : 'registered'}`);
}

/** Puts a solution of a provider forward (`solutionId` null), or changes it; otherwise like `saveProvider`. */
export async function saveSolution({ locals, request }: RequestEvent, providerId: string, solutionId: string | null) {
  const form = await request.formData();
  const parsed = parseForm(solutionSchema, form);
  if (!parsed.ok) return invalid(parsed);
  const seen = parseForm(revisionSchema, form);
  if (solutionId !== null && !seen.ok) return invalid({ values: parsed.values, errors: seen.errors });
  try {
    const known = solutionId !== null && seen.ok ? { id: solutionId, revision: seen.data.revision } : null;
    await solutions.save(locals.db, providerId, parsed.data, known);
  } catch (refusal) {
    if (toAppError(refusal).code !== 'conflict' || solutionId === null) return refused(refusal, parsed.values);
    const stored = solutionFields(await solutions.read(locals.db, [providerId], solutionId));
    return fail(409, { values: parsed.values, ...changedSince(parsed.values, stored) });
  }
  redirect(303, `/provider/solutions?done=saved&provider=${providerId}`);
}

/** What the database found wrong stands beside the fields. */
function refused(refusal: unknown, values: FormValues) {
  const errors = refusal instanceof AppError ? problemsIn(refusal.details) : {};
  return Object.keys(errors).length > 0 ? invalid({ values, errors }) : failure(refusal, values);
}
