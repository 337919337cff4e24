import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

/** Takes code and link out of a mail. */
export function readMail(mail: SpooledMail): ReadMail {
  const link = /https?:\/\/\S*\/auth\/confirm\?\S+/.exec(mail.text)?.[0] ?? null;
  const query = link ? new URL(link).searchParams : null;
  return {
    ...mail,
    code: /(?:^|\s)(\d{6})(?:\s|$)/.exec(mail.text)?.[1] ?? null,
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

function spoolFiles(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => join(directory, file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
