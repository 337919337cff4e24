import type { TestBackend } from '../test-backend.ts';

/** Columns of a solution that a test sets; the rest makes one that is approved and for everybody. */
export type NewSolution = Partial<Record<string, string | number | boolean | string[] | null>>;

/** Days that live records hold from today, so that no test depends on the date. */
const UNTIL = `private.today() + 365`;

/** Approves a provider and puts a solution of it on record. */
export async function makeSolution(
  db: Pick<TestBackend, 'sql'>,
  provider: string,
  columns: NewSolution = {}
): Promise<string> {
  await db.sql(
    `update public.providers set state = 'approved', approved_until = ${UNTIL}, tax_code = coalesce(tax_code, '13' || lpad((random() * 99999999)::int::text, 8, '0')),
       site = coalesce(site, 'https://nha-cung-cap.example') where provider_id = $1`,
    [provider]
  );
  const row = {
    category_id: 'ke-toan-thue',
    name: 'Giải pháp thử (dữ liệu minh họa)',
    summary_vi: 'Sổ sách và hóa đơn điện tử cho cơ sở nhỏ.',
    price_model: 'yearly',
    price_year: 2_000_000,
    price_url: 'https://nha-cung-cap.example/gia',
    open_standard: true,
    data_location: 'vietnam',
    state: 'approved',
    ...columns
  };
  const names = Object.keys(row).join(', ');
  const [made] = await db.sql<{ id: string }>(
    `insert into public.solutions (provider_id, approved_until, ${names})
     select $1, case when r.state = 'approved' then ${UNTIL} end, ${names.replaceAll(/\w+/g, 'r.$&')}
     from jsonb_populate_record(null::public.solutions, $2::text::jsonb) r returning solution_id as id`,
    [provider, JSON.stringify(row)]
  );
  return made!.id;
}

/** Puts a need on record. */
export async function makeNeed(db: Pick<TestBackend, 'sql'>, firm: string, columns: NewSolution = {}): Promise<string> {
  const row = { category_id: 'ke-toan-thue', purpose: 'Cần phần mềm kế toán và hóa đơn điện tử.', ...columns };
  const names = Object.keys(row).join(', ');
  const [made] = await db.sql<{ id: string }>(
    `insert into public.needs (enterprise_id, ${names}) select $1, ${names.replaceAll(/\w+/g, 'r.$&')}
     from jsonb_populate_record(null::public.needs, $2::text::jsonb) r returning need_id as id`,
    [firm, JSON.stringify(row)]
  );
  return made!.id;
}

const CLOSED = { state: 'closed', closed_at: new Date().toISOString() };

/** Puts a delivered lead of a need with all that belongs to it on record, past all steps. */
async function addDelivered(
  db: Pick<TestBackend, 'sql'>,
  need: string,
  solution: string,
  owner: string,
  author: string
) {
  const [row] = await db.sql<{ lead: string; consent: string; need: string }>(
    `with consent as (
       insert into public.lead_consents (enterprise_id, need_id, provider_id, position, version, locale, fields, given_by, expires_on)
       select n.enterprise_id, n.need_id, s.provider_id, 1, 1, 'vi', '{name,contact_phone}', $3, ${UNTIL}
       from public.needs n, public.solutions s where n.need_id = $1 and s.solution_id = $2 returning *
     )
     insert into public.leads (need_id, enterprise_id, provider_id, solution_id, consent_id, state, respond_by, remind_at, answered_at,
       promise, promise_price, promise_on, closed_at)
     select c.need_id, c.enterprise_id, c.provider_id, $2, c.consent_id, 'delivered', now(), now(), now(), 'Cài đặt và hướng dẫn', 2000000,
       private.today(), now() from consent c returning lead_id as lead, consent_id as consent, need_id as need`,
    [need, solution, owner]
  );
  for (const [step, from, to] of [
    ['send', null, 'new'],
    ['accept', 'new', 'accepted']
  ])
    await db.sql(
      `insert into public.lead_moves (lead_id, step, from_state, to_state, actor_role) values ($1, $2, $3::public.lead_state, $4::public.lead_state, 'provider')`,
      [row!.lead, step, from, to]
    );
  for (const [side, person] of [
    ['owner', owner],
    ['provider', author]
  ]) {
    await db.sql(`insert into public.lead_messages (lead_id, side, body, author) values ($1, $2, 'Xin chào', $3)`, [
      row!.lead,
      side,
      person
    ]);
    await db.sql(
      `insert into public.lead_ratings (lead_id, side, score, body, author) values ($1, $2, 4, 'Làm việc đúng hẹn', $3)`,
      [row!.lead, side, person]
    );
  }
  return row!;
}

export interface LeadRecords {
  /** Two providers that are approved, of `provider` and of `otherProvider`, each with a solution for everybody. */
  providers: { first: string; second: string };
  solutions: { first: string; second: string };
  /** Of the first firm: a delivered lead at the first provider, its consent and need; a consent that was withdrawn; a need that nobody was told of. */
  lead: string;
  consent: string;
  closedNeed: string;
  withdrawnConsent: string;
  need: string;
}

/** Providers with solutions; for each firm a need that was passed on, with its delivered lead, and one that was not. */
export async function addLeadRecords(
  db: Pick<TestBackend, 'sql'>,
  { firm, other }: { firm: string; other: string },
  people: { owner: string; otherOwner: string; provider: string; otherProvider: string }
): Promise<LeadRecords> {
  const providerOf = async (person: string) =>
    (
      await db.sql<{ id: string }>(`select provider_id as id from public.provider_members where user_id = $1`, [person])
    )[0]!.id;
  const providers = { first: await providerOf(people.provider), second: await providerOf(people.otherProvider) };
  const solutions = {
    first: await makeSolution(db, providers.first),
    second: await makeSolution(db, providers.second)
  };
  for (const [solution, provider] of [
    [solutions.first, providers.first],
    [solutions.second, providers.second]
  ])
    await db.sql(
      `insert into public.provider_reviews (provider_id, solution_id, step, approved_until) values ($1, $2, 'approve', ${UNTIL})`,
      [provider, solution]
    );
  const mine = await addDelivered(db, await makeNeed(db, firm, CLOSED), solutions.first, people.owner, people.provider);
  await addDelivered(db, await makeNeed(db, other, CLOSED), solutions.second, people.otherOwner, people.otherProvider);
  const [withdrawn] = await db.sql<{ id: string }>(
    `insert into public.lead_consents (enterprise_id, need_id, provider_id, position, version, locale, fields, given_by, expires_on, withdrawn_by, withdrawn_at)
     select l.enterprise_id, l.need_id, $2, 2, 1, 'vi', '{name,contact_phone}', $3, ${UNTIL}, $3, now() from public.leads l where l.lead_id = $1
     returning consent_id as id`,
    [mine.lead, providers.first, people.owner]
  );
  const need = await makeNeed(db, firm);
  await makeNeed(db, other);
  return { providers, solutions, ...mine, closedNeed: mine.need, withdrawnConsent: withdrawn!.id, need };
}
