import { PAST_TRIGGERS } from './past-triggers.ts';
import type { Reply, World } from './people.ts';
import { makeNeed, makeSolution, type NewSolution } from './records/leads.ts';

/** What a provider is shown of a lead, as far as tests look at it. */
export interface Shown {
  state: string;
  revision: number;
  access: 'open' | 'limited' | 'ended';
  need?: { purpose: string };
  firm?: Record<string, unknown>;
  contact?: Record<string, unknown>;
  messages?: { side: string; body: string }[];
  ratings?: Record<string, { score: number; body: string | null }>;
}

export interface LeadRow extends Record<string, unknown> {
  lead_id: string;
  provider_id: string;
  state: string;
  revision: number;
}

export interface Introducing {
  /** A provider with a solution, and the person who acts for it, who has the name given. */
  makeProvider(person: string, solution?: NewSolution, cap?: number): Promise<string>;
  /** A firm of `person` with a need that says who asks, by name and telephone. */
  makeNeedy(person?: string, columns?: NewSolution): Promise<{ firm: string; need: string }>;
  consent(who: string, need: string, providers: string[], more?: Record<string, unknown>): Promise<Reply>;
  step(who: string, lead: string, step: string, details?: Record<string, unknown>, revision?: number): Promise<Reply>;
  /** Consents for one provider and takes steps up to a state. The lead's id. */
  bring(state: string, provider: { id: string; person: string }, owner?: string): Promise<string>;
  /** As the provider opens it. */
  show(who: string, lead: string): Promise<Shown>;
  lead(id: string): Promise<LeadRow>;
  leadsOf(need: string): Promise<LeadRow[]>;
  consentOf(lead: string): Promise<string>;
  /** Lets time pass: a column of a lead or of its consent is set, past all triggers. */
  pass(lead: string, columns: string): Promise<void>;
  /** One round of the clock: how many of each. */
  tick(): Promise<Record<string, number>>;
  /** What a person was told, oldest first. */
  told(who: string, link?: string): Promise<string[]>;
}

export const PROMISE = { promise: 'Cài đặt và hướng dẫn 3 buổi', promise_price: 2_000_000, promise_on: '2030-01-31' };
const FIELDS = ['name', 'contact_phone'];
const USUAL: [state: string, side: 'provider' | 'owner', step: string, details?: Record<string, unknown>][] = [
  ['accepted', 'provider', 'accept'],
  ['contacted', 'provider', 'contact'],
  ['quoted', 'provider', 'quote'],
  ['won', 'provider', 'win', PROMISE],
  ['reported', 'provider', 'report'],
  ['delivered', 'owner', 'confirm']
];
const SHORT: Record<string, [side: 'provider' | 'owner', step: string]> = {
  declined: ['provider', 'decline'],
  viewed: ['provider', 'view'],
  lost: ['provider', 'lose'],
  disputed: ['owner', 'dispute']
};

/** What tests of leads need: providers, firms with needs, and short ways to take steps. */
export function openIntroducing(world: World): Introducing {
  const { db } = world;
  let providers = 0;

  async function makeProvider(person: string, solution: NewSolution = {}, cap = 50): Promise<string> {
    providers += 1;
    const [row] = await db.sql<{ id: string }>(
      `insert into public.providers (name, max_open_leads) values ($1, $2) returning provider_id as id`,
      [`Nhà cung cấp thử ${providers}`, cap]
    );
    await db.sql(`insert into public.provider_members (provider_id, user_id) values ($1, $2)`, [
      row!.id,
      await world.idOf(person)
    ]);
    await makeSolution(db, row!.id, solution);
    return row!.id;
  }
  async function makeNeedy(person = 'owner', columns: NewSolution = {}) {
    const firm = await world.makeFirm({ people: [person], name: 'Cơ sở Dừa Vàng' });
    await db.sql(
      `update public.enterprises set contact_name = 'Người liên hệ', contact_phone = '+84900000001', contact_email = 'co-so@firm.example',
         address = 'Ấp thử 1' where enterprise_id = $1`,
      [firm]
    );
    const purpose = 'Cơ sở Dừa Vàng cần kế toán, gọi 0900 000 001 hoặc co-so@firm.example, số 079085001234.';
    return { firm, need: await makeNeed(db, firm, { purpose, ...columns }) };
  }
  const consent = (who: string, need_id: string, provider_ids: string[], more = {}) =>
    world.call(who, 'give_lead_consents', { need_id, provider_ids, version: 1, locale: 'vi', fields: FIELDS, ...more });
  const lead = async (id: string) => (await db.sql<LeadRow>(`select * from public.leads where lead_id = $1`, [id]))[0]!;
  const leadsOf = (need: string) =>
    db.sql<LeadRow>(`select * from public.leads where need_id = $1 order by created_at, lead_id`, [need]);
  const consentOf = async (id: string) => String((await lead(id)).consent_id);
  async function step(who: string, id: string, name: string, details = {}, revision?: number) {
    const known = revision ?? (await lead(id)).revision;
    return world.call(who, 'advance_lead', { lead_id: id, step: name, revision: known, details });
  }
  async function take(who: string, id: string, name: string, details = {}) {
    const reply = await step(who, id, name, { reason: 'Vì lý do thử', ...details });
    if (reply.code !== 'ok') throw new Error(`${name}: ${reply.code} ${reply.details}`);
  }
  async function bring(state: string, provider: { id: string; person: string }, owner = 'owner'): Promise<string> {
    const { need } = await makeNeedy(owner);
    const made = await consent(owner, need, [provider.id]);
    if (made.code !== 'ok' || !made.data) throw new Error(`consent: ${made.code} ${made.details}`);
    const id = String(made.data);
    const who = { provider: provider.person, owner };
    if (state === 'new') return id;
    if (state === 'withdrawn') {
      await world.call(owner, 'withdraw_lead_consent', { consent_id: await consentOf(id) });
      return id;
    }
    if (state === 'expired') {
      await pass(id, `respond_by = now() - interval '1 second'`);
      await tick();
      return id;
    }
    const short = SHORT[state];
    if (short && !['lost', 'disputed'].includes(state)) {
      await take(who[short[0]], id, short[1]);
      return id;
    }
    for (const [reached, side, name, details] of USUAL) {
      await take(who[side], id, name, details);
      if (
        reached === state ||
        (state === 'lost' && reached === 'quoted') ||
        (state === 'disputed' && reached === 'won')
      )
        break;
    }
    if (short) await take(who[short[0]], id, short[1]);
    return id;
  }
  async function show(who: string, lead_id: string): Promise<Shown> {
    const { code, data } = await world.call(who, 'open_lead', { lead_id });
    if (code !== 'ok') throw new Error(`open_lead: ${code}`);
    return data as Shown;
  }
  async function pass(id: string, columns: string): Promise<void> {
    const table = columns.startsWith('expires_on') ? 'lead_consents' : 'leads';
    const [row] = await db.sql(
      `${PAST_TRIGGERS} update public.${table} t set ${columns} from past
       where past.role = 'replica' and t.consent_id = (select consent_id from public.leads where lead_id = $1) returning 1`,
      [id]
    );
    if (!row) throw new Error(`No time passed for ${id}.`);
  }
  async function tick() {
    const { code, data } = await world.call('service', 'run_lead_clock');
    if (code !== 'ok') throw new Error(`run_lead_clock: ${code}`);
    return data as Record<string, number>;
  }
  const told = async (who: string, link = '') =>
    (
      await db.sql<{ kind: string }>(
        `select kind from public.notifications where user_id = $1 and link like '%' || $2 order by notification_id`,
        [await world.idOf(who), link]
      )
    ).map(({ kind }) => kind);
  return { makeProvider, makeNeedy, consent, step, bring, show, lead, leadsOf, consentOf, pass, tick, told };
}
