import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { revisionSchema } from '$lib/schemas/enterprise';
import { packageSchema, termSchema, type PackageTerm } from '$lib/schemas/package';
import * as packages from '$lib/server/data/packages';
import { AppError, failure, problemsIn } from '$lib/server/errors';
import { parseForm, type FieldErrors, type FormValues } from '$lib/server/form';
import { changedSince } from '$lib/server/saving';

const TERM_FIELDS = ['support_id', 'size_class', 'rate', 'cap', 'legal_basis', 'valid_from', 'valid_to'] as const;
const MAX_TERMS = 60;
/** Set once, or by staff alone. */
const APART = ['package_code', 'is_sample'];

/** What stands in the form of a package: texts by field name, terms as `terms.<row>.<field>`. */
export function storedFields({
  package: row,
  terms
}: {
  package: packages.Package;
  terms: packages.Term[];
}): FormValues {
  const text = (value: string | number | null) => (value === null ? '' : String(value));
  const { kinds, size_classes, cluster_ids, section_ids, unit_ids, pillar_ids, index_ids, required_criteria } = row;
  const values: FormValues = {
    kinds,
    size_classes,
    cluster_ids,
    section_ids,
    unit_ids,
    pillar_ids,
    index_ids,
    required_criteria
  };
  const { code, name_vi, name_en, gives_vi, gives_en, min_level, max_level, places, opens_on, closes_on } = row;
  const single = {
    package_code: code,
    name_vi,
    name_en,
    gives_vi,
    gives_en,
    min_level,
    max_level,
    places,
    opens_on,
    closes_on
  };
  const { line_code, offer_days, follow_up_months, revision } = row;
  for (const [name, value] of Object.entries({ ...single, line_code, offer_days, follow_up_months, revision }))
    values[name] = text(value);
  if (row.is_sample) values.is_sample = 'on';
  for (const [i, term] of terms.entries()) {
    for (const field of TERM_FIELDS) values[`terms.${i}.${field}`] = text(term[field]);
    values[`terms.${i}.rate`] = String(Math.round(term.rate * 1000) / 10);
  }
  return values;
}

/** Rows of terms that say anything, numbered anew; an untouched row is left out. */
function readTerms(form: FormData): { terms: PackageTerm[]; values: FormValues; errors: FieldErrors } {
  const rows = new Map<number, Record<string, string>>();
  for (const [name, value] of form) {
    const [, row, field] = /^terms\.(\d{1,2})\.(\w+)$/.exec(name) ?? [];
    if (!row || !field || typeof value !== 'string' || !TERM_FIELDS.some((known) => known === field)) continue;
    rows.set(Number(row), { ...rows.get(Number(row)), [field]: value.trim() });
  }
  const filled = [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row)
    .filter((row) => Object.values(row).some((value) => value !== ''))
    .slice(0, MAX_TERMS);
  const terms: PackageTerm[] = [];
  const values: FormValues = {};
  let errors: FieldErrors = {};
  for (const [i, row] of filled.entries()) {
    const data = new FormData();
    for (const [field, value] of Object.entries(row)) {
      data.set(field, value);
      values[`terms.${i}.${field}`] = value;
    }
    const parsed = parseForm(termSchema, data);
    if (parsed.ok) terms.push(parsed.data);
    else
      errors = {
        ...errors,
        ...Object.fromEntries(Object.entries(parsed.errors).map(([field, code]) => [`terms.${i}.${field}`, code]))
      };
  }
  return { terms, values, errors };
}

/**
 * Saves the form of a package and leads to its page. On failure it brings what was typed with codes by field; after a
 * change by somebody else also what they set, and the revision to go on from.
 */
export async function savePackage({ locals, request }: RequestEvent, id: string | null) {
  const form = await request.formData();
  const parsed = parseForm(packageSchema, form);
  const rows = readTerms(form);
  const values = { ...parsed.values, ...rows.values };
  const errors = { ...(parsed.ok ? {} : parsed.errors), ...rows.errors };
  if (!parsed.ok || Object.keys(errors).length > 0) return fail(422, { values, errors });
  const seen = parseForm(revisionSchema, form);
  if (id !== null && !seen.ok) return fail(422, { values, errors: seen.errors });
  let saved: { package_id: string };
  try {
    const { package_code: code, ...details } = parsed.data;
    const revision = seen.ok ? seen.data.revision : null;
    saved = await packages.save(locals.db, id, { ...details, code, terms: rows.terms }, revision);
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === 'conflict' && id !== null)
      return fail(409, { values, ...changedSince(values, storedFields(await packages.read(locals.db, id)), APART) });
    const problems = refusal instanceof AppError ? problemsOf(refusal.details) : {};
    if (Object.keys(problems).length > 0) return fail(422, { values, errors: problems });
    return failure(refusal, values);
  }
  redirect(303, `/staff/packages/${saved.package_id}?saved`);
}

/** Codes by field of the form, whose field for the code has another name. */
export function problemsOf(details: unknown): FieldErrors {
  const { code, ...problems } = problemsIn(details);
  return code === undefined ? problems : { ...problems, package_code: code };
}
