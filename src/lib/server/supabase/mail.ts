import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spoolDirectory, writeSpool } from '../jobs/mail-spool.ts';

/** Subjects of the mails of the auth service; the bodies lie in supabase/templates, shared with hosted Supabase. */
export const MAIL_TEMPLATES = {
  confirmation: { subject: 'Xác nhận địa chỉ email / Confirm your email address' },
  recovery: { subject: 'Đặt lại mật khẩu / Reset your password' },
  magic_link: { subject: 'Mã đăng nhập của anh/chị / Your sign-in code' },
  email_change: { subject: 'Xác nhận địa chỉ email mới / Confirm your new email address' },
  invite: { subject: 'Lời mời tham gia / You are invited' }
} as const;

/** Digits of a one-time code and seconds it holds; supabase/config.toml says the same to hosted Supabase. */
export const CODE = { length: 8, expiry: 3600 } as const;

export interface OutgoingMail {
  to: string;
  subject: string;
  html?: string;
}

/**
 * The mail driver given to lite. It only remembers: a request holds the database queue while it runs, and nothing
 * slow may happen there. What it remembered is written to the spool afterwards.
 */
export class Outbox {
  /** The spool's directory. */
  readonly directory: string;
  private waiting: OutgoingMail[] = [];
  private readonly temporary: string | null;
  /** Told when mails were kept. */
  kept: (() => void) | null = null;

  /** Without a data directory the spool lies in a temporary one, until `close`. */
  constructor(dataDirectory: string | null) {
    this.temporary = dataDirectory === null ? join(tmpdir(), `dx-mail-${randomUUID()}`) : null;
    this.directory = spoolDirectory(dataDirectory ?? this.temporary ?? '');
  }

  close(): void {
    if (this.temporary) rmSync(this.temporary, { recursive: true, force: true });
  }

  async send(mail: OutgoingMail): Promise<void> {
    this.waiting.push(mail);
  }

  /** The mails sent since the last call. Called inside the queue of the auth requests, so they belong to one request. */
  take(): OutgoingMail[] {
    const mails = this.waiting;
    this.waiting = [];
    return mails;
  }

  /** Writes mails to the spool, where they wait as long as their code or link holds. */
  keep(mails: readonly OutgoingMail[]): void {
    for (const { to, subject, html } of mails)
      writeSpool(this.directory, { to, subject, html: html ?? '' }, CODE.expiry * 1000);
    if (mails.length > 0) this.kept?.();
  }
}
