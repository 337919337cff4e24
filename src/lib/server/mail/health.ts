/** How mails leave this process: by a mail server, as files, or not at all (they wait in the outbox). */
type Way = 'smtp' | 'files' | 'none';

interface MailHealth {
  way: Way;
  /** Why the mail server could not be used the last time, as a code; null when it could, or was not asked yet. */
  error: string | null;
}

let health: MailHealth = { way: 'none', error: null };

/** For /readyz. A mail server that is down makes nobody unready: mails wait. */
export function mailHealth(): MailHealth {
  return health;
}

/** Notes how it went, or how mails are going to leave. */
export function noteMail(change: Partial<MailHealth>): void {
  health = { ...health, ...change };
}
