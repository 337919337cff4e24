import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Run } from '../../supabase/connection.ts';

/** People who act in the sample providers, by their ids. */
interface Actors {
  /** Acts for the first of them. */
  provider: string | undefined;
  officer: string | undefined;
}

/** Approved for so many days from today; below zero the approval has run out. Null where it is not approved. */
const approvedDays = z.number().int().nullable();

const solutionSchema = z.strictObject({
  category_id: z.string(),
  name: z.string().regex(/ mẫu [A-Z]$/),
  summary_vi: z.string(),
  summary_en: z.string(),
  price_model: z.string(),
  price_year: z.number().int().nullable(),
  index_ids: z.array(z.string()),
  kinds: z.array(z.string()),
  size_classes: z.array(z.string()),
  section_ids: z.array(z.string()),
  unit_ids: z.array(z.string()),
  open_standard: z.boolean(),
  data_location: z.string(),
  certificate: z.string().nullable(),
  state: z.enum(['submitted', 'changes_wanted', 'approved']),
  approved_days: approvedDays
});

/** The shape of supabase/seeds/demo/providers.json. */
export const sampleProvidersSchema = z.strictObject({
  about: z.string(),
  providers: z.array(
    z.strictObject({
      /** Tells the samples apart: name, site and address are made of it. */
      letter: z.string().regex(/^[A-Z]$/),
      tax_code: z.string(),
      about_vi: z.string(),
      about_en: z.string(),
      unit_ids: z.array(z.string()),
      state: z.enum(['submitted', 'approved', 'suspended']),
      approved_days: approvedDays,
      reason: z.string().nullable(),
      solutions: z.array(solutionSchema)
    })
  )
});

/**
 * Sample providers with their solutions and what staff decided on them, always the same ones. No telephone: an address at
 * `.example` reaches nobody.
 */
export async function makeSampleProviders(run: Run, { provider, officer }: Actors, root: string): Promise<void> {
  const text = readFileSync(join(root, 'supabase/seeds/demo/providers.json'), 'utf8');
  const { providers } = sampleProvidersSchema.parse(JSON.parse(text));
  const parameters = [JSON.stringify(providers)];
  await run(
    `insert into public.providers (name, tax_code, site, about_vi, about_en, contact_name, contact_email, unit_ids, state,
       approved_until, is_sample, created_at)
     select 'Nhà cung cấp mẫu ' || p.letter || ' (dữ liệu minh họa)', p.tax_code, 'https://mau-' || lower(p.letter) || '.example',
       p.about_vi, p.about_en, 'Người liên hệ mẫu ' || p.letter, 'lien-he@mau-' || lower(p.letter) || '.example', p.unit_ids,
       p.state::public.provider_state, private.today() + p.approved_days, true, now() - interval '90 days'
     from jsonb_to_recordset($1::text::jsonb) as p (letter text, tax_code text, about_vi text, about_en text, unit_ids text[],
       state text, approved_days integer)`,
    parameters
  );
  await run(
    `insert into public.solutions (provider_id, category_id, name, summary_vi, summary_en, index_ids, kinds, size_classes, section_ids,
       unit_ids, price_model, price_year, price_url, open_standard, data_location, certificate, certificate_until, state, approved_until,
       created_at)
     select p.provider_id, s.category_id, s.name, s.summary_vi, s.summary_en, s.index_ids, s.kinds, s.size_classes, s.section_ids,
       s.unit_ids, s.price_model, s.price_year, p.site || '/gia', s.open_standard, s.data_location, s.certificate,
       case when s.certificate is not null then private.today() + 500 end, s.state, private.today() + s.approved_days,
       now() - interval '80 days'
     from jsonb_to_recordset($1::text::jsonb) as g (tax_code text, solutions jsonb)
     join public.providers p using (tax_code)
     cross join lateral jsonb_to_recordset(g.solutions) as s (category_id text, name text, summary_vi text, summary_en text,
       index_ids text[], kinds public.enterprise_kind[], size_classes public.size_class[], section_ids text[], unit_ids text[],
       price_model public.price_model, price_year bigint, open_standard boolean, data_location text, certificate text,
       state public.solution_state, approved_days integer)`,
    parameters
  );
  // What was handed in, then what staff decided. What is suspended had been approved before.
  await run(
    `with given as (
       select p.provider_id, null::uuid as solution_id, p.state::text as state, p.approved_until, g.reason
       from jsonb_to_recordset($1::text::jsonb) as g (tax_code text, reason text) join public.providers p using (tax_code)
       union all
       select s.provider_id, s.solution_id, s.state::text, s.approved_until,
         'Vui lòng ghi rõ giá một năm trên trang giá. (dữ liệu minh họa)'
       from public.solutions s join public.providers p using (provider_id) where p.is_sample
     ), steps as (
       select g.*, 'submit' as step, 75 as days from given g
       union all
       select g.*, 'approve', 70 from given g where g.state in ('approved', 'suspended')
       union all
       select g.*, case g.state when 'suspended' then 'suspend' else 'ask_changes' end, 5 from given g
       where g.state in ('suspended', 'changes_wanted')
     )
     insert into public.provider_reviews (provider_id, solution_id, step, reason, approved_until, at, actor)
     select s.provider_id, s.solution_id, s.step, case when s.step in ('suspend', 'ask_changes') then s.reason end,
       case s.step when 'approve' then coalesce(s.approved_until, private.today() + 200) end, now() - make_interval(days => s.days),
       case when s.step <> 'submit' then $2::uuid end
     from steps s order by s.days desc, s.provider_id, s.solution_id nulls first`,
    [...parameters, officer]
  );
  await run(
    `insert into public.provider_members (provider_id, user_id)
     select p.provider_id, $2::uuid from public.providers p where p.tax_code = $1`,
    [providers[0]?.tax_code, provider]
  );
}
