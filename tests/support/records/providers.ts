import type { Reply, World } from '../people.ts';

type Details = Record<string, unknown>;

let serial = 0;

/** What a person may be told of something wrong: ours, or PostgreSQL's own refusal of a value. Never a failure of the server. */
export const CODED = /^(DT\d{3} .+|2200[0-9]|22P02|22P05|22021|23502|23503|23514)$/;

/** Details of a provider that can be registered, each time with another tax code. */
export function providerDetails(changes: Details = {}): Details {
  serial += 1;
  return {
    name: `Nhà cung cấp thử ${serial}`,
    tax_code: `13095${String(serial).padStart(5, '0')}`,
    site: `https://thu-${serial}.example`,
    about_vi: 'Phần mềm cho cơ sở nhỏ.',
    about_en: 'Software for small firms.',
    contact_name: 'Người liên hệ thử',
    contact_phone: '+84912345678',
    contact_email: 'lien-he@thu.example',
    unit_ids: [],
    max_open_leads: 10,
    ...changes
  };
}

/** Details of a solution for everybody. */
export function solutionDetails(changes: Details = {}): Details {
  return {
    category_id: 'ban-hang-pos',
    name: 'Máy bán hàng thử',
    summary_vi: 'Bán hàng, in hóa đơn và xem tồn kho trên điện thoại.',
    summary_en: 'Point of sale on a telephone.',
    index_ids: [],
    kinds: [],
    size_classes: [],
    section_ids: [],
    unit_ids: [],
    price_model: 'yearly',
    price_year: 2_400_000,
    price_url: 'https://thu.example/gia',
    open_standard: true,
    data_location: 'vietnam',
    certificate: null,
    certificate_until: null,
    ...changes
  };
}

/** So many days after today in Vietnam, as YYYY-MM-DD. */
export function daysAhead(days: number): string {
  return new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}

export interface Offer {
  provider: string;
  solution: string;
}

/** A provider of a person, and its solution, as they were handed in. */
export async function handIn(w: World, who: string, provider: Details = {}, solution: Details = {}): Promise<Offer> {
  await w.idOf(who);
  const made = await w.call(who, 'register_provider', { details: providerDetails(provider) });
  const saved = await w.call(who, 'save_solution', { provider_id: made.data, details: solutionDetails(solution) });
  if (saved.code !== 'ok') throw new Error(`${made.code}, ${saved.code} ${saved.details}`);
  return { provider: String(made.data), solution: String(saved.data) };
}

/** The same, approved by the officer for a year. */
export async function approved(w: World, who: string, provider: Details = {}, solution: Details = {}): Promise<Offer> {
  const offer = await handIn(w, who, provider, solution);
  const step = { revision: 1, step: 'approve', approved_until: daysAhead(365) };
  const replies: Reply[] = [
    await w.call('officer', 'review_provider', { provider_id: offer.provider, ...step }),
    await w.call('officer', 'review_solution', { solution_id: offer.solution, ...step })
  ];
  const refused = replies.find(({ code }) => code !== 'ok');
  if (refused) throw new Error(`${refused.code} ${refused.details}`);
  return offer;
}

/** What the tests of providers and solutions ask and do again and again. */
export function providerTools(w: () => World) {
  let people = 0;
  const somebody = () => `supplier${(people += 1)}`;
  const row = async (table: 'providers' | 'solutions', id: string) =>
    (
      await w().db.sql<Record<string, unknown>>(
        `select t.*, t.state::text as state, t.approved_until::text as approved_until from public.${table} t where ${table.slice(0, -1)}_id = $1`,
        [id]
      )
    )[0];
  const steps = async (id: string) =>
    (
      await w().db.sql<{ step: string }>(
        `select step from public.provider_reviews where provider_id = $1 order by review_id`,
        [id]
      )
    ).map(({ step }) => step);
  const notices = async (person: string, kind: string) =>
    (
      await w().db.sql<{ link: string }>(`select link from public.notifications where user_id = $1 and kind = $2`, [
        await w().idOf(person),
        kind
      ])
    ).map(({ link }) => link);
  const review = (who: string, about: 'provider' | 'solution', id: string, changes: Details = {}) =>
    w().call(who, `review_${about}`, {
      [`${about}_id`]: id,
      revision: 1,
      step: 'approve',
      approved_until: daysAhead(365),
      ...changes
    });
  return { somebody, row, steps, notices, review };
}
