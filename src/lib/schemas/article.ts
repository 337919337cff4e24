import { z } from 'zod';
import { text, wholeNumber } from './fields.ts';

const level = z.coerce.number<string>('number').int('integer').min(0, 'too_small').max(5, 'too_large');
const slug = z
  .string('required')
  .min(2, 'too_short')
  .max(80, 'too_long')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'slug');

/** A handbook page or a piece of news; bodies are Markdown. */
export const articleSchema = z
  .object({
    kind: z.enum(['handbook', 'news'], 'choice'),
    slug,
    title_vi: text(160, 2),
    title_en: text(160, 2),
    summary_vi: text(400, 2),
    summary_en: text(400, 2),
    body_vi: text(20_000, 2),
    body_en: text(20_000, 2),
    index_ids: z.array(z.string().max(10, 'too_long')).max(20, 'too_large'),
    min_level: level,
    max_level: level
  })
  .refine(({ min_level, max_level }) => min_level <= max_level, { path: ['max_level'], message: 'below_min' });
export type ArticleDetails = z.infer<typeof articleSchema>;

export const articlePreviewSchema = z.object({ body_vi: text(20_000, 1), body_en: text(20_000, 1) });
export const articleRevisionSchema = z.object({ revision: wholeNumber });
export const articlePublishSchema = z.object({ revision: wholeNumber, publish_on: z.iso.date('date').optional() });

/** What the public list is filtered by: a pillar, the level of a firm. What is not of that form is no filter. */
export function articleFilters(query: URLSearchParams): { pillar: string | null; level: number | null } {
  const pillar = query.get('pillar') ?? '';
  const level = query.get('level') ?? '';
  return { pillar: /^\d{1,2}$/.test(pillar) ? pillar : null, level: /^[0-5]$/.test(level) ? Number(level) : null };
}
