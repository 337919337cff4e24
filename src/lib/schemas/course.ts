import { z } from 'zod';
import { optionalText, text, uuid, wholeNumber } from './fields.ts';
import { SIZES } from './package.ts';

const level = z.coerce.number<string>('number').int('integer').min(0, 'too_small').max(5, 'too_large');

export const courseSchema = z
  .object({
    title_vi: text(160, 2),
    title_en: text(160, 2),
    summary_vi: text(2000, 2),
    summary_en: text(2000, 2),
    size_classes: z.array(z.enum(SIZES, 'choice')),
    section_ids: z.array(z.string().max(60, 'too_long')).max(60, 'too_large'),
    min_level: level,
    max_level: level
  })
  .refine(({ min_level, max_level }) => min_level <= max_level, { path: ['max_level'], message: 'below_min' });
export type CourseDetails = z.infer<typeof courseSchema>;
export const courseRevisionSchema = z.object({ revision: wholeNumber });
export const courseStateSchema = z.object({ state: z.enum(['open', 'closed'], 'choice') });

/** Day and time as a browser sends them (`2026-12-05T08:00`), in Viet Nam; with its offset inside. */
const localTime = z
  .string('required')
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'date')
  .transform((typed) => `${typed}:00+07:00`)
  .refine((moment) => !Number.isNaN(Date.parse(moment)), 'date');

/** One class. */
export const sessionSchema = z
  .object({
    course_session_id: uuid.optional(),
    starts_at: localTime,
    ends_at: localTime,
    place: optionalText(300),
    link: z
      .string()
      .max(500, 'too_long')
      .regex(/^https:\/\/[^\s]+$/, 'url')
      .optional()
      .transform((value) => value ?? null),
    capacity: wholeNumber.refine((value) => value >= 1, 'too_small').refine((value) => value <= 2000, 'too_large')
  })
  .refine(({ starts_at, ends_at }) => Date.parse(ends_at) > Date.parse(starts_at), {
    path: ['ends_at'],
    message: 'before_start'
  })
  .refine(({ place, link }) => place !== null || link !== null, { path: ['place'], message: 'required' });
export type SessionDetails = z.infer<typeof sessionSchema>;

/** The reason is read by everybody. */
export const callOffSchema = z.object({ course_session_id: uuid, reason: text(500, 2) });

/** `attended` are the registrations that are ticked; none is possible. */
export const attendanceSchema = z.object({
  course_session_id: uuid,
  attended: z.array(z.uuid('invalid')).max(2000, 'too_large')
});

export const registrationSchema = z.object({ enterprise_id: uuid, display_name: text(120, 2) });
export const cancelRegistrationSchema = z.object({ course_registration_id: uuid });

/** Whom the public list is asked about. What is not of that form is no filter. */
export function courseFilters(query: URLSearchParams) {
  const level = query.get('level') ?? '';
  return {
    size: SIZES.find((size) => size === query.get('size')) ?? null,
    level: /^[0-5]$/.test(level) ? Number(level) : null
  };
}
