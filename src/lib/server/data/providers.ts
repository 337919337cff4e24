import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { standingOf, vietnameseDay, type Standing } from '$lib/domain/provider/standing';
import type { ProviderDetails, Review } from '$lib/schemas/provider';
import { AppError, toAppError } from '$lib/server/errors';
import type { Solution } from './solutions';

type Db = SupabaseClient<Database>;
export type Provider = Database['public']['Tables']['providers']['Row'];
type ReviewRow = Database['public']['Tables']['provider_reviews']['Row'];

/** One step of the history: what was handed in or decided. */
export type ReviewStep = Pick<ReviewRow, 'review_id' | 'solution_id' | 'step' | 'reason' | 'approved_until' | 'at'>;

/** How a provider answers and delivers, as staff see it. Shares are 0 to 1, null without a case. */
export interface Ranked extends Pick<
  Provider,
  'provider_id' | 'name' | 'state' | 'is_sample' | 'approved_until' | 'max_open_leads'
> {
  leads: number;
  answered: number;
  expired: number;
  accepted: number;
  delivered: number;
  response_hours: number | null;
  rating: number | null;
  ratings: number;
  open_leads: number;
  delivered_share: number | null;
  /** Solutions that wait for staff. */
  waiting: number;
  standing: Standing;
}

/** A provider as everybody may know it, with those of its solutions that were asked for. No person, no contact. */
export interface Listed extends Pick<
  Provider,
  'provider_id' | 'name' | 'site' | 'about_vi' | 'about_en' | 'is_sample' | 'unit_ids'
> {
  solutions: ListedSolution[];
  /** Null while fewer than five firms have rated, or been answered. */
  rating: number | null;
  ratings: number | null;
  response_hours: number | null;
}

export type ListedSolution = Omit<Solution, 'provider_id' | 'state' | 'revision' | 'created_at' | 'updated_at'>;

export interface Directory {
  /** Providers and solutions that fit, on all pages. */
  count: number;
  solutions: number;
  rows: Listed[];
  /** The provider to go on after. */
  next: string | null;
}

/** The providers that a person acts for, the oldest first. */
export async function mine(db: Db, userId: string): Promise<Provider[]> {
  const { data, error } = await db.from('provider_members').select('provider:providers(*)').eq('user_id', userId);
  if (error) throw toAppError(error);
  const own = data.flatMap(({ provider }) => (provider ? [provider] : []));
  return own.sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** A provider with all that staff and its own people may know; `not_found` for everybody else. */
export async function read(db: Db, providerId: string): Promise<Provider> {
  const { data, error } = await db.from('providers').select('*').eq('provider_id', providerId).maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return data;
}

/** Whether the signed-in person acts for the provider. */
export async function actsFor(db: Db, providerId: string): Promise<boolean> {
  const { data, error } = await db.from('provider_members').select('provider_id').eq('provider_id', providerId);
  if (error) throw toAppError(error);
  return data.length > 0;
}

/** The history of a provider and its solutions, newest first. */
export async function history(db: Db, providerId: string): Promise<ReviewStep[]> {
  const { data, error } = await db
    .from('provider_reviews')
    .select('review_id, solution_id, step, reason, approved_until, at')
    .eq('provider_id', providerId)
    .order('at', { ascending: false })
    .order('review_id', { ascending: false })
    .limit(300);
  if (error) throw toAppError(error);
  return data;
}

/** Puts a provider forward, for which the person then acts. `already_exists` for a tax code on record. */
export async function register(db: Db, details: ProviderDetails): Promise<void> {
  const { error } = await db.rpc('register_provider', { details });
  if (error) throw toAppError(error);
}

/** `conflict` when somebody changed it since `revision`, `already_exists` for the tax code of another. */
export async function update(db: Db, providerId: string, details: ProviderDetails, revision: number): Promise<void> {
  const { error } = await db.rpc('update_provider', { provider_id: providerId, details, revision });
  if (error) throw toAppError(error);
}

/** What staff decide; `conflict` when it was changed since, `four_eyes` for people of the provider. */
export async function review(db: Db, providerId: string, { reason, approved_until, ...given }: Review): Promise<void> {
  const { error } = await db.rpc('review_provider', {
    provider_id: providerId,
    ...given,
    ...(reason !== null && { reason }),
    ...(approved_until !== null && { approved_until })
  });
  if (error) throw toAppError(error);
}

/**
 * For staff: providers of a standing or all, those that wait first, then by delivery and response; `size` of them after the one
 * named by `after`. `total` counts all pages; `next` is the id to go on after.
 */
export async function ranking(
  db: Db,
  { state, after }: { state?: Standing | undefined; after?: string | undefined },
  size: number,
  now = Date.now()
): Promise<{ rows: Ranked[]; total: number; next: string | null }> {
  const { data, error } = await db.rpc('provider_ranking');
  if (error) throw toAppError(error);
  const today = vietnameseDay(now);
  const rows = (data as unknown as Omit<Ranked, 'standing'>[]).map((row) => ({
    ...row,
    standing: standingOf(row, today)
  }));
  const waits = ({ state, waiting }: (typeof rows)[number]) => Number(state === 'submitted' || waiting > 0);
  const ranked = rows
    .filter(({ standing }) => state === undefined || standing === state)
    .sort((a, b) => waits(b) - waits(a));
  const start = ranked.findIndex(({ provider_id }) => provider_id === after) + 1;
  const page = ranked.slice(start, start + size);
  return {
    rows: page,
    total: ranked.length,
    next: start + size < ranked.length ? (page.at(-1)?.provider_id ?? null) : null
  };
}

/** Approved providers with their approved solutions that fit the filters, 20 at a time, by name. For everybody. */
export async function directory(db: Db, filters: Record<string, string | undefined>): Promise<Directory> {
  const { data, error } = await db.rpc('provider_directory', { filters });
  if (error) throw toAppError(error);
  return data as unknown as Directory;
}
