import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

/** Events by which firms were made aware, besides assessments. Staff of the area enter them and take them back. */

type Db = SupabaseClient<Database>;

export interface NewEvent {
  kind: string;
  /** YYYY-MM-DD. */
  held_on: string;
  title: string;
  tax_codes: string[];
  /** Of firms of `unit_id`: those without a tax code. */
  names: string[];
  unit_id?: string | undefined;
  /** Puts names that nobody has on record there, as a kind that needs no tax code. */
  new_firms?: { kind: string; sector_id: string } | undefined;
}

/** How many firms were recorded, were there already, were put on record; who is unknown, and names that several firms have. */
export interface Told {
  recorded: number;
  already: number;
  created: number;
  unknown: string[];
  ambiguous: string[];
}

/** Throws `invalid_input` with `[{path, code}]`, `too_large`, and `forbidden` for a unit outside the person's area. */
export async function record(db: Db, { unit_id, new_firms, ...event }: NewEvent): Promise<Told> {
  const { data, error } = await db.rpc('record_awareness', {
    ...event,
    ...(unit_id && { unit_id }),
    ...(new_firms && { new_firms })
  });
  if (error) throw toAppError(error);
  return data as unknown as Told;
}

/** Events of the firms that the person sees, entered last first; `next` is the id to go on after. */
export async function list(db: Db, before: string | null, size: number) {
  let query = db
    .from('awareness_events')
    .select(
      'awareness_event_id, kind, held_on, title, entered_at, removed_at, reason, enterprise:enterprises(enterprise_id, name, unit_id, is_sample)'
    )
    .order('awareness_event_id', { ascending: false })
    .limit(size + 1);
  if (before) query = query.lt('awareness_event_id', before);
  const { data, error } = await query;
  if (error) throw toAppError(error);
  const rows = data.slice(0, size);
  return { rows, next: data.length > size ? (rows.at(-1)?.awareness_event_id ?? null) : null };
}

/** Takes an event back with a reason that is kept. `wrong_state` when it was taken back before. */
export async function remove(db: Db, eventId: string, reason: string): Promise<void> {
  const { error } = await db.rpc('remove_awareness_event', { awareness_event_id: eventId, reason });
  if (error) throw toAppError(error);
}
