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

/** Ends of lines and tabs; everything else of their kind is no text that a person types. */
const LAYOUT = /[\t\r\n]/g;
/** Control characters, those that turn the direction of a line around, and what stands for bytes that are no text. */
const UNTYPED = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffd]/u;

/**
 * Reads a form by a zod schema. Only the schema's fields are looked at. Text is trimmed, an empty field counts as absent, a
 * field that the schema calls an array takes every value of that name (none: an empty array). On failure it brings what was
 * typed and, per field, the first code; an error in a nested path belongs to the form field at its head. Text with characters
 * that nobody types is `format`, and is not sent back: PostgreSQL stores some of them nowhere.
 */
export function parseForm<T>(schema: z.ZodType<T>, form: FormData): Parsed<T> {
  const { input, values, untyped } = read(form, fieldsOf(schema));
  const result = schema.safeParse(input);
  if (result.success && untyped.length === 0) return { ok: true, data: result.data, values };
  const errors: FieldErrors = Object.fromEntries(untyped.map((field) => [field, 'format']));
  for (const issue of result.error?.issues ?? []) {
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

interface Read {
  input: Record<string, unknown>;
  values: FormValues;
  /** Fields with text that nobody types. */
  untyped: string[];
}

function read(form: FormData, fields: Map<string, { array: boolean }>): Read {
  const found = entriesOf(form, fields);
  const input: Record<string, unknown> = {};
  const values: FormValues = {};
  const untyped: string[] = [];
  for (const [name, { array }] of fields) {
    const sent = (found.get(name) ?? []).map((entry) =>
      typeof entry === 'string' && !EXACT.test(name) ? entry.trim() : entry
    );
    const present = sent.filter((entry) => entry !== '' && !(entry instanceof File && entry.size === 0));
    if (array) input[name] = present;
    else if (present.length > 0) input[name] = present.at(-1);
    const texts = sent.filter((entry) => typeof entry === 'string');
    if (texts.some((text) => UNTYPED.test(text.replace(LAYOUT, '')))) untyped.push(name);
    else if (SECRET.test(name) || !found.has(name)) continue;
    else if (array) values[name] = texts;
    else if (texts.length > 0) values[name] = texts.at(-1) ?? '';
  }
  return { input, values, untyped };
}

/** In one pass: `getAll` for every name of a form with very many of them would take the square of it. */
function entriesOf(form: FormData, fields: Map<string, unknown>): Map<string, FormDataEntryValue[]> {
  const found = new Map<string, FormDataEntryValue[]>();
  for (const [name, value] of form) {
    if (!fields.has(name)) continue;
    const before = found.get(name);
    if (before) before.push(value);
    else found.set(name, [value]);
  }
  return found;
}

const known = new WeakMap<z.ZodType, Map<string, { array: boolean }>>();

function fieldsOf(schema: z.ZodType): Map<string, { array: boolean }> {
  let fields = known.get(schema);
  if (!fields) {
    const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    fields = new Map(Object.entries(shape.properties ?? {}).map(([name, type]) => [name, { array: isArray(type) }]));
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
