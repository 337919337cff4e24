import { z } from 'zod';

/** Fields that forms have in common. Empty fields arrive as absent (see parseForm). */

export const email = z
  .string('required')
  .max(254, 'too_long')
  .pipe(z.email('email'))
  .transform((text) => text.toLowerCase());

/** A line or a paragraph of text that must be there, with something in it that can be read aloud. */
export function text(max: number, min = 1): z.ZodString {
  return z
    .string('required')
    .min(min, 'too_short')
    .max(max, 'too_long')
    .regex(/[\p{L}\p{N}]/u, 'invalid');
}

/** A text that may be left empty; empty is null, as in the database. */
export function optionalText(max: number): z.ZodType<string | null> {
  return z
    .string()
    .max(max, 'too_long')
    .optional()
    .transform((value) => value ?? null);
}

/**
 * A whole number as people write it: `12000000`, `12.000.000`, `12,000,000` or with spaces. At most 1e15, which a
 * double holds exactly.
 */
export const wholeNumber = z
  .string('required')
  .transform((typed) => (/^-?\d{1,3}([.,\s]\d{3})+$/.test(typed) ? typed.replace(/[.,\s]/g, '') : typed))
  .pipe(z.coerce.number<string>('number').min(0, 'negative').max(1e15, 'too_large').int('integer'));

/** A whole number that may be left empty. */
export const optionalWholeNumber = wholeNumber.optional().transform((value) => value ?? null);

/** A checkbox: `on` when ticked, absent when not. */
export const checkbox = z
  .string()
  .optional()
  .transform((value) => value !== undefined);

export const uuid = z.uuid('invalid');
