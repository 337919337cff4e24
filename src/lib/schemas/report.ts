import { z } from 'zod';
import { optionalText, text, uuid, wholeNumber } from './fields.ts';

export const newReportSchema = z.object({ period_start: z.iso.date('date'), period_end: z.iso.date('date') });

export const reportSchema = z.object({
  revision: wholeNumber,
  agency_above: optionalText(160),
  agency: optionalText(160),
  number: optionalText(60),
  place: optionalText(80),
  signed_on: z.iso
    .date('date')
    .optional()
    .transform((day) => day ?? null),
  results: optionalText(8000),
  difficulties: optionalText(8000),
  proposals: optionalText(8000),
  recipients: optionalText(2000),
  signatory_title: optionalText(160),
  signatory_name: optionalText(120)
});
export const finaliseSchema = z.object({ revision: wholeNumber });

export const deadlineSchema = z.object({ who: text(160, 2), what: text(300, 2), due_on: z.iso.date('date') });
export const deadlineDoneSchema = z.object({ deadline_id: uuid, done_on: z.iso.date('date').optional() });
export const deadlineIdSchema = z.object({ deadline_id: uuid });
