import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A mail waiting for delivery. */
export interface SpooledMail {
  id: string;
  at: string;
  to: string;
  subject: string;
  html: string;
  text: string;
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

/** Sends one mail, or throws. */
export type SendMail = (mail: SpooledMail) => Promise<void>;

export interface Delivery {
  sent: number;
  failed: number;
  /** Dropped, because nobody took them for a day: their codes are long void. */
  expired: number;
}

const EXPIRES_AFTER = 24 * 3600_000;
const ABANDONED_AFTER = 10 * 60_000;

/** Where mails of a data directory wait. */
export function spoolDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'mail');
}

/** Adds a mail to the spool: whole or not at all, readable by its owner only, because it holds a way to sign in. */
export function writeSpool(directory: string, mail: { to: string; subject: string; html: string }): SpooledMail {
  const now = new Date().toISOString();
  const spooled: SpooledMail = { id: randomUUID(), at: now, ...mail, text: htmlToText(mail.html) };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${now.replace(/[^0-9]/g, '')}-${spooled.id}.json`);
  writeFileSync(`${file}.part`, JSON.stringify(spooled), { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
  return spooled;
}

/** The mails of a spool, oldest first, optionally those to one address. */
export function readSpool(directory: string, to?: string): ReadMail[] {
  return spoolFiles(directory)
    .map((file) => readMail(JSON.parse(readFileSync(file, 'utf8')) as SpooledMail))
    .filter((mail) => to === undefined || mail.to.toLowerCase() === to.toLowerCase());
}

/**
 * Sends what waits in the spool, oldest first, and drops what is older than a day. A mail that fails stays for the
 * next call. Without a way to send (no SMTP configured) mails stay readable for a day. Several processes may call it
 * on one directory: each mail is claimed by a rename before it is sent.
 */
export async function deliverSpool(directory: string, send: SendMail | null, now = Date.now()): Promise<Delivery> {
  const delivery: Delivery = { sent: 0, failed: 0, expired: 0 };
  reclaim(directory, now);
  for (const file of spoolFiles(directory)) {
    const claimed = `${file}.sending`;
    if (!rename(file, claimed)) continue;
    utimesSync(claimed, now / 1000, now / 1000);
    const mail = JSON.parse(readFileSync(claimed, 'utf8')) as SpooledMail;
    if (now - Date.parse(mail.at) > EXPIRES_AFTER) {
      rmSync(claimed);
      delivery.expired++;
    } else if (send && (await succeeds(() => send(mail)))) {
      rmSync(claimed);
      delivery.sent++;
    } else {
      renameSync(claimed, file);
      if (send) delivery.failed++;
    }
  }
  return delivery;
}

/** Puts back what a process claimed and then did not live to send. */
function reclaim(directory: string, now: number): void {
  for (const claimed of spoolFiles(directory, '.json.sending')) {
    if (now - statSync(claimed).mtimeMs > ABANDONED_AFTER) rename(claimed, claimed.replace(/\.sending$/, ''));
  }
}

async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}

/** False when another process was faster. */
function rename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
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

/** The text part of a mail made from its HTML: links are written out, tags fall away. */
export function htmlToText(html: string): string {
  return html
    .replace(/<(head|style)[\s\S]*?<\/\1>/gi, '')
    .replace(
      /<a\b[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a\s*>/gi,
      (_, href: string, label: string) => `${label.trim()}: ${href} `
    )
    .replace(/<\/(p|h1|h2|div|li|tr)>|<br\s*\/?>|<hr\s*\/?>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

function spoolFiles(directory: string, ending = '.json'): string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith(ending))
      .sort()
      .map((file) => join(directory, file));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
