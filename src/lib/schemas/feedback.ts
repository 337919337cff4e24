import { z } from 'zod';
import { checkbox, optionalText, text, uuid } from './fields.ts';

/** What anybody may send. */
export const feedbackSchema = z.object({
  category_id: z
    .string('required')
    .regex(/^[a-z_]+$/, 'choice')
    .max(40, 'choice'),
  message: text(4000, 10),
  about_unit_id: optionalText(40),
  firm: optionalText(200),
  contact: optionalText(200),
  public_wanted: checkbox
});
export type FeedbackDetails = z.infer<typeof feedbackSchema>;

/** The code of twenty letters and digits, typed in any way. */
export const trackSchema = z.object({ code: z.string('required').max(60, 'too_long') });
export const rateSchema = trackSchema.extend({
  rating: z.coerce.number<string>('choice').int('choice').min(1, 'choice').max(5, 'choice')
});

export const assignSchema = z.object({ user_id: uuid });
export const answerSchema = z.object({ answer: text(4000, 2) });
export const publishAnswerSchema = z.object({ question: text(1000, 10) });
export const closeSchema = z.object({ note: optionalText(1000) });
export const noFieldsSchema = z.object({});

export const hotlineSchema = z.object({
  agency_vi: text(160, 2),
  agency_en: text(160, 2),
  number: z.string('required').regex(/^[0-9+][0-9 .()-]{2,29}$/, 'phone'),
  hours_vi: text(120, 2),
  hours_en: text(120, 2)
});
export type HotlineDetails = z.infer<typeof hotlineSchema>;
export const hotlineIdSchema = z.object({ hotline_id: uuid });
