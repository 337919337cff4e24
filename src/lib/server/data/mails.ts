import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;

/** The states of a mail, those first that somebody has to look after. */
export const MAIL_STATES = ['dead', 'uncertain', 'queued', 'sending', 'held', 'merged', 'sent', 'dropped'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** A mail as an administrator sees it: no words, and of the address the first letter and the host. */
export type MailRow = Database['public']['Functions']['list_mails']['Returns'][number];

export interface MailOverview {
  counts: Partial<Record<MailState, number>>;
  /** Days after which what was sent or let go is deleted. */
  keep_days: number;
  /** Since when the oldest waits. */
  waiting_since: string | null;
  /** How it went with the mail server; null when it was never asked. */
  server: { reached_at: string | null; failed_at: string | null; error: string | null } | null;
}

/** Mails by state and the mail server. Administrators only. */
export async function overview(db: Db): Promise<MailOverview> {
  const { data, error } = await db.rpc('mail_overview');
  if (error) throw toAppError(error);
  return data as unknown as MailOverview;
}

/** Mails in a state, newest first, a page at a time; `next` is the id to go on after. Administrators only. */
export async function list(
  db: Db,
  { state, before, size }: { state: MailState; before: string | null; size: number }
): Promise<{ rows: MailRow[]; next: string | null }> {
  const { data, error } = await db.rpc('list_mails', { state, before, size: size + 1 });
  if (error) throw toAppError(error);
  const rows = data.slice(0, size);
  return { rows, next: data.length > size ? (rows.at(-1)?.outbox_id ?? null) : null };
}

/** Has mails sent again that failed or are uncertain, or lets them go. `conflict` when none is in such a state any more. */
export async function decide(db: Db, ids: string[], step: 'send_again' | 'give_up'): Promise<void> {
  const { error } = await db.rpc('decide_mails', { outbox_ids: ids, step });
  if (error) throw toAppError(error);
}

/** Whether a link of a mail is known, and whether its reader gets mails now. */
export async function readUnsubscribe(db: Db, token: string): Promise<'unknown' | 'subscribed' | 'unsubscribed'> {
  const { data, error } = await db.rpc('read_unsubscribe', { token });
  if (error) throw toAppError(error);
  if (data === null) return 'unknown';
  return data === 'none' ? 'unsubscribed' : 'subscribed';
}

/** Ends mails that are not necessary for the reader of a mail; false for a link that is not known. */
export async function unsubscribe(db: Db, token: string): Promise<boolean> {
  const { data, error } = await db.rpc('unsubscribe', { token });
  if (error) throw toAppError(error);
  return data;
}
