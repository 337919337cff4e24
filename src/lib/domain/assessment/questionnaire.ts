import { z } from 'zod';
import { crossErrors } from './questionnaire-checks.ts';

/** A text in both languages of the product; neither may be empty. */
const textSchema = z.strictObject({ vi: prose(), en: prose() });

const ordinalLevels = z.strictObject({
  '0': textSchema,
  '1': textSchema,
  '2': textSchema,
  '3': textSchema,
  '4': textSchema,
  '5': textSchema
});

const criterionFields = {
  // Digits decide the shape, so no id can be the name of an inherited property ("constructor").
  id: z.string().regex(/^(?:\d{1,2}\.(?:\d{1,2}|[a-z])\.\d{1,3}|[a-z]\d{1,3})$/),
  weight: z.int().min(1).max(20),
  name: textSchema,
  question: textSchema,
  help: textSchema,
  example: textSchema,
  advice: textSchema,
  notApplicable: z.literal(true).optional(),
  mirrors: z.string().min(1).max(20).optional()
};

const ordinalSchema = z.strictObject({ ...criterionFields, kind: z.literal('ordinal'), levels: ordinalLevels });

const ratioSchema = z.strictObject({
  ...criterionFields,
  kind: z.literal('ratio'),
  numerator: textSchema,
  denominator: textSchema,
  unit: textSchema
});

const criterionSchema = z.discriminatedUnion('kind', [ordinalSchema, ratioSchema]);

const indexSchema = z.strictObject({
  id: z.string().regex(/^\d{1,2}\.(?:\d{1,2}|[a-z])$/),
  name: textSchema,
  about: textSchema,
  max: z.int().min(1).max(10_000),
  criteria: z.array(criterionSchema).min(1).max(100)
});

const pillarSchema = z.strictObject({
  id: z.string().regex(/^\d{1,2}$/),
  code: z.string().regex(/^[a-z][a-z_]{1,30}$/),
  name: textSchema,
  about: textSchema,
  max: z.int().min(1).max(10_000),
  indices: z.array(indexSchema).min(1).max(20)
});

// Whole per cents, so that SQL and TypeScript compare whole numbers and cannot differ by rounding.
const bandsSchema = z.array(z.int().min(0).max(100)).length(5);

const scoringSchema = z.strictObject({
  ratioBands: bandsSchema,
  pillarBands: bandsSchema,
  overall: z
    .array(
      z.strictObject({
        level: z.int().min(1).max(5),
        pointsOver: z.int().min(0).max(100_000),
        pillars: z.int().min(0).max(20),
        atLevel: z.int().min(1).max(5)
      })
    )
    .length(5)
});

/**
 * The shape of one version of a questionnaire, as kept in `questionnaire_versions.document`: pillars → indices →
 * criteria, with its scoring rules as data. Only the shape: `questionnaireErrors` also checks what the parts
 * must be to each other.
 *
 * Source of the structure: DBI for small and medium enterprises, Quyết định 1970/QĐ-BTTTT of 13/12/2021.
 */
export const questionnaireSchema = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  version: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$/),
  mode: z.enum(['full', 'indicative']),
  title: textSchema,
  about: textSchema,
  basis: textSchema,
  status: z.enum(['provisional', 'official']),
  statusNote: textSchema,
  scoring: scoringSchema,
  levels: z.array(z.strictObject({ level: z.int().min(0).max(5), name: textSchema, meaning: textSchema })).length(6),
  pillars: z.array(pillarSchema).min(1).max(20)
});

export type Locale = 'vi' | 'en';
export type Text = z.infer<typeof textSchema>;
export type Questionnaire = z.infer<typeof questionnaireSchema>;
export type Scoring = Questionnaire['scoring'];
export type Pillar = Questionnaire['pillars'][number];
export type Index = Pillar['indices'][number];
export type Criterion = Index['criteria'][number];
export type OrdinalCriterion = Extract<Criterion, { kind: 'ordinal' }>;
export type RatioCriterion = Extract<Criterion, { kind: 'ratio' }>;

/** Every code that `questionnaireErrors` can give; the words are in the locale files. */
export type QuestionnaireErrorCode =
  | 'required'
  | 'wrong_type'
  | 'unknown_key'
  | 'empty'
  | 'too_long'
  | 'too_small'
  | 'too_large'
  | 'bad_value'
  | 'bad_format'
  | 'wrong_count'
  | 'duplicate_id'
  | 'id_not_nested'
  | 'max_not_sum'
  | 'bands_not_sorted'
  | 'bands_not_to_100'
  | 'levels_not_in_order'
  | 'thresholds_not_sorted'
  | 'threshold_above_max'
  | 'too_many_pillars'
  | 'mirrors_missing'
  | 'mirrors_not_allowed';

/** One thing wrong in a document. `path` is dotted from the top: `pillars.0.indices.1.max`; `''` is the document. */
export type QuestionnaireError = { path: string; code: QuestionnaireErrorCode };

// A file that is not a questionnaire at all would otherwise list thousands of errors that nobody reads.
const MAX_ERRORS = 200;

/**
 * Everything wrong with a document that may come from anywhere (an upload): first its shape; when the shape is
 * right, the cross checks (unique and nested ids, maxima = sums of 5 × weight, sorted thresholds, `mirrors` only
 * in indicative documents). At most 200 errors; empty means that it may be published. Never throws.
 */
export function questionnaireErrors(input: unknown): QuestionnaireError[] {
  const parsed = questionnaireSchema.safeParse(input);
  const errors = parsed.success
    ? crossErrors(parsed.data)
    : parsed.error.issues.flatMap((issue) => shapeErrors(issue, input));
  return errors.slice(0, MAX_ERRORS);
}

function shapeErrors(issue: z.core.$ZodIssue, input: unknown): QuestionnaireError[] {
  const at = (path: PropertyKey[]) => path.map((part) => String(part).slice(0, 60)).join('.');
  const path = at(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: at([...issue.path, key]), code: 'unknown_key' }));
  }
  if (isAbsent(input, issue.path)) return [{ path, code: 'required' }];
  if (issue.code === 'too_small' || issue.code === 'too_big') return [{ path, code: sizeCode(issue) }];
  if (issue.code === 'invalid_format') return [{ path, code: 'bad_format' }];
  if (issue.code === 'invalid_type') return [{ path, code: 'wrong_type' }];
  return [{ path, code: 'bad_value' }];
}

function sizeCode(issue: { code: 'too_small' | 'too_big'; origin: string }): QuestionnaireErrorCode {
  if (issue.origin === 'array') return 'wrong_count';
  if (issue.origin === 'string') return issue.code === 'too_small' ? 'empty' : 'too_long';
  return issue.code === 'too_small' ? 'too_small' : 'too_large';
}

function isAbsent(input: unknown, path: PropertyKey[]): boolean {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return true;
    value = Reflect.get(value, part);
  }
  return value === undefined;
}

function prose() {
  return z.string().trim().min(1).max(2000);
}
