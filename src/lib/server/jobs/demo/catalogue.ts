import { z } from 'zod';

const kinds = z.enum(['startup_project', 'household', 'startup', 'enterprise', 'cooperative', 'cooperative_group']);
const sizes = z.enum(['micro', 'small', 'medium', 'large']);
const weight = z.number().positive();

/** The shape of supabase/seeds/demo/firms.json: kinds of firms and lines of business, with how often each occurs. */
export const catalogueSchema = z.strictObject({
  about: z.string(),
  /** What staff write beside a finding, by its verdict. */
  findings: z.record(z.enum(['confirmed', 'corrected', 'rejected']), z.array(z.string()).min(1)),
  /** `readiness` is the level about which answers of the kind lie; sizes are weights. */
  kinds: z.record(
    kinds,
    z.strictObject({ weight, prefix: z.string(), sizes: z.partialRecord(sizes, weight), readiness: z.number() })
  ),
  /** `readiness` is what the line adds to that of its kind. */
  lines: z.array(
    z.strictObject({
      sector_id: z.string(),
      weight,
      name: z.string(),
      readiness: z.number().optional(),
      products: z.string(),
      kinds: z.array(kinds).min(1)
    })
  )
});

export type Catalogue = z.infer<typeof catalogueSchema>;
export type Kind = z.infer<typeof kinds>;
export type Size = z.infer<typeof sizes>;
export type Line = Catalogue['lines'][number];
