import { z } from 'zod';
import { checkbox, optionalText, text, uuid, wholeNumber } from './fields.ts';

export const NOMINATION_STATES = ['nominated', 'recognised', 'not_recognised', 'withdrawn'] as const;

export const nominateSchema = z.object({ enterprise_id: uuid, reason: text(2000, 2) });
export const scoreSchema = z.object({
  score: wholeNumber.refine((score) => score <= 100, 'too_large'),
  comment: optionalText(1000)
});
export const decisionSchema = z.object({
  recognise: z.enum(['yes', 'no']),
  revision: wholeNumber,
  decision_number: optionalText(60),
  decided_on: z.iso.date('date').optional(),
  reason: optionalText(1000)
});
export const withdrawSchema = z.object({ reason: text(1000, 2) });
export const storySchema = z.object({
  revision: wholeNumber,
  title_vi: text(160, 2),
  title_en: text(160, 2),
  body_vi: text(8000, 2),
  body_en: text(8000, 2)
});
export const rulesSchema = z.object({
  revision: wholeNumber,
  min_level: wholeNumber.refine((level) => level <= 5, 'too_large'),
  reviewers: wholeNumber.refine((count) => count >= 1, 'too_small').refine((count) => count <= 15, 'too_large'),
  pass_mark: wholeNumber.refine((mark) => mark <= 100, 'too_large'),
  support_needed: checkbox,
  consent_needed: checkbox
});
export const consentSchema = z.object({ version: wholeNumber, agree: z.literal('on', 'required') });
