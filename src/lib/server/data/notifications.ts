import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;
type Row = Database['public']['Tables']['notifications']['Row'];

export type Notification = Omit<Row, 'user_id' | 'parameters'> & { parameters: Record<string, unknown> };

/** What the person was told, newest first; `next` is the id to go on after. */
export async function list(
  db: Db,
  before: string | null,
  size: number
): Promise<{ rows: Notification[]; next: string | null }> {
  let query = db
    .from('notifications')
    .select('notification_id, kind, parameters, link, created_at, read_at')
    .order('notification_id', { ascending: false })
    .limit(size + 1);
  if (before) query = query.lt('notification_id', before);
  const { data, error } = await query;
  if (error) throw toAppError(error);
  const rows = data
    .slice(0, size)
    .map((row) => ({ ...row, parameters: (row.parameters ?? {}) as Record<string, unknown> }));
  return { rows, next: data.length > size ? (rows.at(-1)?.notification_id ?? null) : null };
}

/** How many are unread, up to 100: more is said as many. */
export async function unread(db: Db): Promise<number> {
  const { data, error } = await db.from('notifications').select('notification_id').is('read_at', null).limit(100);
  if (error) throw toAppError(error);
  return data.length;
}

/** Marks one notification, or all that the person was told, as read. One of somebody else's changes nothing. */
export async function markRead(db: Db, notificationId?: string): Promise<void> {
  const { error } = await db.rpc(
    'mark_notifications_read',
    notificationId ? { notification_ids: [notificationId] } : {}
  );
  if (error) throw toAppError(error);
}
