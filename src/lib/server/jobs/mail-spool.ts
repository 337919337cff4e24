import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../domain/mail/outcome.ts';
import { htmlToText } from '../mail/html-to-text.ts';
import type { Delivery, Mail, Mailer } from '../mail/mailer.ts';

/** A mail waiting for delivery. */
export interface SpooledMail extends Mail {
  at: string;
  /** From then on what it says is void. */
  until: string;
}

/** A spooled mail with what a person would take from it. */
export interface ReadMail extends SpooledMail {
  /** The one-time code, when the mail has one. */
  code: string | null;
  /** The link to `/auth/confirm`, when the mail has one. */
  link: string | null;
  /** `token_hash` and `type` of that link. */
  tokenHash: string | null;
  type: string | null;
}

const DAY = 24 * 3600_000;

/** Where mails of a data directory wait. */
export function spoolDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'mail');
}

/** Adds a mail to the spool: whole or not at all, readable by its owner only, because it holds a way to sign in. */
export function writeSpool(
  directory: string,
  mail: Pick<Mail, 'to' | 'subject' | 'html'> & Partial<Mail>,
  holds = DAY
): SpooledMail {
  const now = Date.now();
  const at = new Date(now).toISOString();
  const spooled: SpooledMail = {
    id: mail.id ?? randomUUID(),
    at,
    until: new Date(now + holds).toISOString(),
    to: mail.to,
    subject: mail.subject,
    html: mail.html,
    text: mail.text ?? htmlToText(mail.html),
    unsubscribe: mail.unsubscribe ?? null
  };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${at.replace(/[^0-9]/g, '')}-${spooled.id}.json`);
  writeFileSync(`${file}.part`, JSON.stringify(spooled), { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
  return spooled;
}

/** Keeps mails as files where there is no mail server. */
export function spoolMailer(directory: string): Mailer {
  const delivery: Delivery = {
    usable: true,
    async deliver(mail, begin) {
      await begin();
      try {
        writeSpool(directory, mail);
        return { state: 'sent' };
      } catch (error) {
        return { state: 'later', code: codeOf(error as { code?: string }) };
      }
    },
    close: () => undefined
  };
  return { open: async () => delivery };
}

/** The mails of a spool, oldest first, optionally those to one address. */
export function readSpool(directory: string, to?: string): ReadMail[] {
  return spoolFiles(directory)
    .map((file) => readMail(JSON.parse(readFileSync(file, 'utf8')) as SpooledMail))
    .filter((mail) => to === undefined || mail.to.toLowerCase() === to.toLowerCase());
}

/** Takes code and link out of a mail. */
function readMail(mail: SpooledMail): ReadMail {
  const link = /https?:\/\/\S*\/auth\/confirm\?\S+/.exec(mail.text)?.[0] ?? null;
  const query = link ? new URL(link).searchParams : null;
  return {
    ...mail,
    code: /(?:^|\s)(\d{6,8})(?:\s|$)/.exec(mail.text)?.[1] ?? null,
    link,
    tokenHash: query?.get('token_hash') ?? null,
    type: query?.get('type') ?? null
  };
}

/** Paths of the files of a spool, oldest first; none when there is no spool yet. */
export function spoolFiles(directory: string, ending = '.json'): string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith(ending))
      .sort()
      .map((file) => join(directory, file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
