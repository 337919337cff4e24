import { z } from 'zod';
import { normalisePhone } from '$lib/domain/enterprise/phone';
import { parseTaxCode } from '$lib/domain/enterprise/tax-code';

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

/** A telephone number of Vietnam as people write it; E.164 inside, null when left empty. */
export const phone = optionalText(40).transform((typed, context) => {
  const number = typed === null ? null : normalisePhone(typed);
  if (number === null && typed !== null) context.addIssue({ code: 'custom', message: 'phone' });
  return number;
});

/** A tax code with whether its check digit fits, or null when left empty. */
export const taxCode = optionalText(40).transform((typed, context) => {
  const parsed = typed === null ? null : parseTaxCode(typed);
  if (parsed?.ok === false) context.addIssue({ code: 'custom', message: parsed.code });
  return parsed?.ok ? parsed : null;
});

/** The address of a page. Without a scheme it is taken for one of https; no other scheme is. */
export function webAddress(max: number) {
  return z
    .string('required')
    .max(max - 'https://'.length, 'too_long')
    .transform((typed) => (/^[a-z][a-z\d+.-]*:/i.test(typed) ? typed : `https://${typed}`))
    .refine((address) => /^https:\/\/[^\s/]+\.[^\s]+$/.test(address) && URL.canParse(address), 'url');
}

/** A day that may be left empty; null inside. */
export const optionalDay = z.iso
  .date('date')
  .optional()
  .transform((value) => value ?? null);

/** Ids chosen from a list. */
export const ids = z.array(z.string().max(60, 'too_long')).max(300, 'too_large');
