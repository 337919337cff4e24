import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { LeadState, LeadStepName } from '$lib/domain/leads/lead';
import type { Names as LocalNames } from '$lib/domain/support/match';
import type { LeadFilters } from '$lib/schemas/lead';
import { AppError, toAppError } from '$lib/server/errors';
import type { Names } from './needs';

/** Needs in the hands of providers. Owners and staff read rows, providers what consent allows. */

type Db = SupabaseClient<Database>;
type Tables = Database['public']['Tables'];

export interface Move {
  step: string;
  to_state: string;
  at: string;
  actor_role: string;
  reason: string | null;
}
export interface Message {
  side: 'owner' | 'provider';
  body: string;
  at: string;
}
export interface Rating {
  score: number;
  body: string | null;
  state: string;
}
export interface Promised {
  promise: string | null;
  promise_price: number | null;
  promise_on: string | null;
}

/** A lead as the firm and staff see it. */
export interface Lead extends Promised {
  lead_id: string;
  state: LeadState;
  revision: number;
  created_at: string;
  respond_by: string;
  closed_at: string | null;
  need: Pick<Tables['needs']['Row'], 'need_id' | 'purpose' | 'enterprise_id'> & {
    category: Names;
    enterprise: { enterprise_id: string; name: string; unit_id: string; is_sample: boolean };
  };
  provider: Pick<Tables['providers']['Row'], 'provider_id' | 'name' | 'is_sample' | 'site'> & {
    contact_name: string | null;
    contact_phone: string | null;
    contact_email: string | null;
  };
  solution: { name: string } | null;
  consent: Pick<Tables['lead_consents']['Row'], 'fields' | 'given_at' | 'expires_on' | 'withdrawn_at' | 'version'>;
  moves: Move[];
  messages: Message[];
  ratings: Partial<Record<'owner' | 'provider', Rating>>;
}

/** One lead with all that the firm, or staff of its area, may see. `not_found` for others. */
export async function read(db: Db, leadId: string): Promise<Lead> {
  const [row, moves, messages, ratings] = await Promise.all([
    db
      .from('leads')
      .select(
        `lead_id, state, revision, created_at, respond_by, closed_at, promise, promise_price, promise_on,
         need:needs(need_id, purpose, enterprise_id, category:solution_categories(name_vi, name_en),
           enterprise:enterprises(enterprise_id, name, unit_id, is_sample)),
         provider:providers(provider_id, name, is_sample, site, contact_name, contact_phone, contact_email),
         solution:solutions(name), consent:lead_consents(fields, given_at, expires_on, withdrawn_at, version)`
      )
      .eq('lead_id', leadId)
      .maybeSingle(),
    db.from('lead_moves').select('step, to_state, at, actor_role, reason').eq('lead_id', leadId).order('move_id'),
    db.from('lead_messages').select('side, body, at').eq('lead_id', leadId).order('message_id'),
    db.from('lead_ratings').select('side, score, body, state').eq('lead_id', leadId)
  ]);
  const failed = row.error ?? moves.error ?? messages.error ?? ratings.error;
  if (failed) throw toAppError(failed);
  if (!row.data) throw new AppError('not_found');
  return {
    ...(row.data as unknown as Omit<Lead, 'moves' | 'messages' | 'ratings'>),
    moves: moves.data ?? [],
    messages: (messages.data ?? []) as Message[],
    ratings: Object.fromEntries((ratings.data ?? []).map(({ side, ...rating }) => [side, rating]))
  };
}

/** A lead as its provider may see it today (`private.lead_document`); what consent does not allow is absent. */
export interface LeadDocument extends Partial<Promised> {
  lead_id: string;
  state: LeadState;
  revision: number;
  access: 'open' | 'limited' | 'ended';
  created_at: string;
  respond_by: string;
  closed_at: string | null;
  category: LocalNames;
  consent_until?: string;
  need?: Pick<Tables['needs']['Row'], 'purpose' | 'wanted_by' | 'budget_min' | 'budget_max' | 'urgency' | 'index_ids'>;
  firm?: {
    kind: string;
    size_class: string | null;
    is_sample: boolean;
    section: LocalNames | null;
    unit: LocalNames | null;
    weak_pillars: string[];
  };
  contact?: Record<string, unknown>;
  messages?: Message[];
  ratings?: Lead['ratings'];
  moves: Move[];
}

/** Opens a lead as its provider, which the firm sees. `not_found` for others. */
export async function open(db: Db, leadId: string): Promise<LeadDocument> {
  const { data, error } = await db.rpc('open_lead', { lead_id: leadId });
  if (error) throw toAppError(error);
  return data as unknown as LeadDocument;
}

export interface Figures {
  leads: number;
  answered: number;
  expired: number;
  accepted: number;
  delivered: number;
  /** Median hours to an answer. */
  response_hours: number | null;
  rating: number | null;
  ratings: number;
}
export type BoardRow = Pick<
  LeadDocument,
  'lead_id' | 'state' | 'access' | 'created_at' | 'respond_by' | 'category' | 'firm'
> & { name: string | null };
export interface Board {
  provider_id: string;
  provider_name: string;
  figures: Figures;
  counts: Partial<Record<LeadState, number>>;
  rows: BoardRow[];
}

/** The leads of every provider that a person acts for, running ones first. */
export async function boards(db: Db, userId: string): Promise<Board[]> {
  const { data: mine, error } = await db
    .from('provider_members')
    .select('provider:providers(provider_id, name)')
    .eq('user_id', userId);
  if (error) throw toAppError(error);
  return Promise.all(
    mine
      .flatMap(({ provider }) => (provider ? [provider] : []))
      .map(async ({ provider_id, name }) => {
        const { data, error: refused } = await db.rpc('provider_leads', { provider_id });
        if (refused) throw toAppError(refused);
        return {
          provider_id,
          provider_name: name,
          ...(data as unknown as Omit<Board, 'provider_id' | 'provider_name'>)
        };
      })
  );
}

/** Takes a step. `conflict` when somebody moved it since `revision`, `expired` when it is too late or consent is over. */
export async function advance(
  db: Db,
  leadId: string,
  step: LeadStepName,
  revision: number,
  details: Partial<Promised> & { reason?: string | null }
): Promise<void> {
  const { error } = await db.rpc('advance_lead', { lead_id: leadId, step, revision, details: details as Json });
  if (error) throw toAppError(error);
}

/** Writes to the other side. `expired` when consent is over. */
export async function send(db: Db, leadId: string, body: string): Promise<void> {
  const { error } = await db.rpc('send_lead_message', { lead_id: leadId, body });
  if (error) throw toAppError(error);
}

/** Rates the other side, 1 to 5. `already_exists` the second time. */
export async function rate(db: Db, leadId: string, score: number, body: string | null): Promise<void> {
  const { error } = await db.rpc('rate_lead', { lead_id: leadId, score, ...(body && { body }) });
  if (error) throw toAppError(error);
}

export type StaffRow = Pick<Lead, 'lead_id' | 'state' | 'created_at' | 'respond_by' | 'closed_at'> & {
  category: Names;
  enterprise: Lead['need']['enterprise'];
  provider: { name: string; is_sample: boolean };
  /** When it came to whoever holds it now. */
  since: string;
};

/**
 * A page of leads of the area, newest first; `next` is the id to go on after. `overdue`: nobody answered in time. `within` says
 * whether the unit of the filter is a district or one of today's communes.
 */
export async function list(
  db: Db,
  filters: LeadFilters,
  within: 'unit_id' | 'district_id',
  after: string | null,
  size: number
): Promise<{ rows: StaffRow[]; next: string | null }> {
  let query = db
    .from('leads')
    .select(
      `lead_id, state, created_at, respond_by, closed_at, provider:providers(name, is_sample), moves:lead_moves(at),
       need:needs!inner(category:solution_categories(name_vi, name_en),
         enterprise:enterprises!inner(enterprise_id, name, unit_id, district_id, is_sample))`
    )
    .order('lead_id', { ascending: false })
    .limit(size + 1);
  if (filters.state) query = query.eq('state', filters.state);
  if (filters.provider) query = query.eq('provider_id', filters.provider);
  if (filters.overdue) query = query.in('state', ['new', 'viewed']).lt('respond_by', new Date().toISOString());
  if (filters.unit) query = query.eq(`need.enterprise.${within}`, filters.unit);
  if (after) query = query.lt('lead_id', after);
  const { data, error } = await query;
  if (error) throw toAppError(error);
  const raw = data as unknown as (Omit<StaffRow, 'category' | 'enterprise' | 'since'> & {
    need: Pick<StaffRow, 'category' | 'enterprise'>;
    moves: { at: string }[];
  })[];
  const rows = raw.slice(0, size).map(({ need, moves, ...row }) => ({
    ...row,
    category: need.category,
    enterprise: need.enterprise,
    since: moves.reduce((last, { at }) => (at > last ? at : last), row.created_at)
  }));
  return { rows, next: raw.length > size ? (rows.at(-1)?.lead_id ?? null) : null };
}

/** Names of providers, for filters. */
export async function providerNames(db: Db): Promise<{ value: string; label: string }[]> {
  const { data, error } = await db.from('providers').select('provider_id, name').order('name').limit(500);
  if (error) throw toAppError(error);
  return data.map(({ provider_id, name }) => ({ value: provider_id, label: name }));
}

export interface HeldRating {
  lead_id: string;
  side: 'owner' | 'provider';
  score: number;
  body: string;
  at: string;
}

/** Words of ratings that nobody has read yet, oldest first; at most 50. */
export async function heldRatings(db: Db): Promise<HeldRating[]> {
  const { data, error } = await db
    .from('lead_ratings')
    .select('lead_id, side, score, body, at')
    .eq('state', 'held')
    .order('at')
    .limit(50);
  if (error) throw toAppError(error);
  return data as HeldRating[];
}

/** Lets the words of a rating be shown, or not. `four_eyes` for who acts for one side. */
export async function moderate(db: Db, leadId: string, side: string, shown: boolean): Promise<void> {
  const { error } = await db.rpc('moderate_rating', { lead_id: leadId, side, shown });
  if (error) throw toAppError(error);
}
