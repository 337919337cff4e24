import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Outcome } from '$lib/domain/mail/outcome';
import { noteMail } from '$lib/server/mail/health';
import { Unreachable, type Delivery, type Mailer } from '$lib/server/mail/mailer';
import { renderNotice } from '$lib/server/mail/notice';

type Db = SupabaseClient<Database>;
type Claimed = Database['public']['Functions']['claim_outbox']['Returns'][number];

export interface SendOptions {
  /** The address that mails link to. */
  siteUrl: string;
  /** True when the process is to end: the mail in hand is finished, no other is taken. */
  stopping?: () => boolean;
}

/** A round is part of a minute, so that the other jobs have their turn; what is left comes in the next. */
const LONGEST = 45_000;
const FINISH_ATTEMPTS = 3;

/**
 * Hands over what is due in the outbox, one mail after the other. The connection comes before the first mail is taken, and the
 * round ends when it breaks: while the mail server is down no mail loses an attempt. Any number of instances may do so at
 * once. Throws `Unreachable`.
 */
export async function sendOutbox(db: Db, mailer: Mailer, options: SendOptions): Promise<void> {
  if (!(await call(db.rpc('prepare_outbox')))) return;
  const delivery = await connect(db, mailer);
  const end = Date.now() + LONGEST;
  try {
    while (delivery.usable && Date.now() < end && !options.stopping?.()) {
      const [mail] = await call(db.rpc('claim_outbox'));
      if (!mail) return;
      const outcome = await hand(db, mail, delivery, options.siteUrl);
      if (outcome) await finish(db, mail, outcome);
      if (outcome?.state === 'blocked') {
        await report(db, outcome.code);
        throw new Unreachable(outcome.code);
      }
    }
  } finally {
    delivery.close();
  }
}

async function connect(db: Db, mailer: Mailer): Promise<Delivery> {
  try {
    const delivery = await mailer.open();
    await report(db, null);
    return delivery;
  } catch (error) {
    if (error instanceof Unreachable) await report(db, error.code);
    throw error;
  }
}

/** Null when the mail was no longer this worker's to send. */
async function hand(db: Db, mail: Claimed, delivery: Delivery, siteUrl: string): Promise<Outcome | null> {
  const unsubscribe = mail.unsubscribe ? `${siteUrl}/unsubscribe/${mail.unsubscribe}` : null;
  const parameters = (mail.parameters ?? {}) as Record<string, unknown>;
  const context = { language: mail.locale, siteUrl, unsubscribe };
  const words = await renderNotice({ kind: mail.kind, link: mail.link ?? '/my', parameters }, context).catch(
    () => null
  );
  if (!words) return { state: 'refused', code: 'unreadable' };
  const begin = async () => {
    const mine = await call(db.rpc('begin_outbox', { outbox_id: mail.outbox_id, attempt: mail.attempts }));
    if (!mine) throw new NotMine();
  };
  try {
    return await delivery.deliver({ id: mail.outbox_id, to: mail.email, unsubscribe, ...words }, begin);
  } catch (error) {
    if (error instanceof NotMine) return null;
    throw error;
  }
}

class NotMine extends Error {}

/** Tried again: a mail whose end cannot be written down is later taken for uncertain. */
async function finish(db: Db, mail: Claimed, outcome: Outcome): Promise<void> {
  const { outbox_id, attempts: attempt } = mail;
  const error = outcome.state === 'sent' ? {} : { error: outcome.code };
  for (let round = 1; ; round++) {
    try {
      await call(db.rpc('finish_outbox', { outbox_id, attempt, outcome: outcome.state, ...error }));
      return;
    } catch (failure) {
      if (round === FINISH_ATTEMPTS) throw failure;
      await new Promise((resolve) => setTimeout(resolve, round * 500));
    }
  }
}

async function report(db: Db, error: string | null): Promise<void> {
  noteMail({ error });
  await call(db.rpc('report_mail_server', error ? { error } : {}));
}

/** The data of a request, or its error. */
export async function call<T>(
  request: PromiseLike<{ data: T; error: { code: string } | null }>
): Promise<NonNullable<T>> {
  const { data, error } = await request;
  if (error) throw error;
  return data as NonNullable<T>;
}
