import { fail, type ActionFailure } from '@sveltejs/kit';
import { z } from 'zod';

export type FormValues = Record<string, string | string[]>;
/** Field name → code; the words are `errors:field.<code>`. */
export type FieldErrors = Record<string, string>;
/** `values` is what was typed: to be shown again when the form, or the step after it, fails. */
export type Parsed<T> =
  { ok: true; data: T; values: FormValues } | { ok: false; values: FormValues; errors: FieldErrors };

/** Never sent back to the page. */
const SECRET = /password|token|^code$/i;
/** A space may be part of it. */
const EXACT = /password/i;

/**
 * Reads a form by a zod schema. Text is trimmed, an empty field counts as absent, a field that the schema calls an
 * array takes every value of that name (none: an empty array). On failure it brings what was typed and, per field,
 * the first code; an error in a nested path belongs to the form field at its head.
 */
export function parseForm<T>(schema: z.ZodType<T>, form: FormData): Parsed<T> {
  const { input, values } = read(form, arrayFields(schema));
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, data: result.data, values };
  const errors: FieldErrors = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    errors[field] ??= codeOf(issue, input[field]);
  }
  return { ok: false, values, errors };
}

/** The answer of an action to a form that does not parse. */
export function invalid(parsed: { values: FormValues; errors: FieldErrors }): ActionFailure<{
  values: FormValues;
  errors: FieldErrors;
}> {
  return fail(422, { values: parsed.values, errors: parsed.errors });
}

function read(form: FormData, arrays: Set<string>): { input: Record<string, unknown>; values: FormValues } {
  const input: Record<string, unknown> = Object.fromEntries([...arrays].map((name) => [name, []]));
  const values: FormValues = {};
  for (const name of new Set(form.keys())) {
    const sent = form
      .getAll(name)
      .map((entry) => (typeof entry === 'string' && !EXACT.test(name) ? entry.trim() : entry));
    const present = sent.filter((entry) => entry !== '' && !(entry instanceof File && entry.size === 0));
    if (arrays.has(name)) input[name] = present;
    else if (present.length > 0) input[name] = present.at(-1);
    if (SECRET.test(name)) continue;
    const texts = sent.filter((entry) => typeof entry === 'string');
    if (arrays.has(name)) values[name] = texts;
    else if (texts.length > 0) values[name] = texts.at(-1) ?? '';
  }
  return { input, values };
}

const known = new WeakMap<z.ZodType, Set<string>>();

function arrayFields(schema: z.ZodType): Set<string> {
  let fields = known.get(schema);
  if (!fields) {
    const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    const properties = Object.entries(shape.properties ?? {});
    fields = new Set(properties.filter(([, type]) => isArray(type)).map(([name]) => name));
    known.set(schema, fields);
  }
  return fields;
}

function isArray(type: unknown): boolean {
  return typeof type === 'object' && type !== null && 'type' in type && type.type === 'array';
}

/** A message of the schema is already a code; zod's own issues get one here. */
function codeOf(issue: z.core.$ZodIssue, value: unknown): string {
  const empty = value === undefined || (Array.isArray(value) && value.length === 0);
  if (empty && issue.code !== 'custom') return 'required';
  if (/^[a-z][a-z0-9_]*$/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'integer' : issue.expected === 'number' ? 'number' : 'invalid';
    case 'too_small':
      if (issue.origin === 'string') return 'too_short';
      return issue.minimum === 0 ? 'negative' : 'too_small';
    case 'too_big':
      return issue.origin === 'string' ? 'too_long' : 'too_large';
    case 'invalid_format':
      return issue.format === 'email' ? 'email' : 'format';
    case 'invalid_value':
      return 'choice';
    case 'unrecognized_keys':
      return 'unknown';
    default:
      return 'invalid';
  }
}
