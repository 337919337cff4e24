import { readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { Unreachable, type Delivery, type Mailer } from '../mail/mailer.ts';
import { spoolFiles, type SpooledMail } from './mail-spool.ts';

export interface SpoolRound {
  sent: number;
  /** Stay for the next round. */
  failed: number;
  /** Dropped: refused for good, or so old that what they say is void. */
  dropped: number;
  /** Handed over, and no answer came: may have arrived, are not sent again, and are kept for a day. */
  uncertain: number;
}

const DAY = 24 * 3600_000;
const ABANDONED_AFTER = 10 * 60_000;

/**
 * Hands over what waits in a spool, oldest first, and drops what is void. Any number of processes may do so with one directory:
 * a mail is claimed by renaming it to `.taken`, and renamed to `.sending` before its content goes out. Of a process that was
 * killed the first comes back by itself, the second does not. Throws `Unreachable`.
 */
export async function deliverSpool(directory: string, mailer: Mailer, now = Date.now()): Promise<SpoolRound> {
  const round: SpoolRound = { sent: 0, failed: 0, dropped: 0, uncertain: 0 };
  reclaim(directory, now, round);
  const files = spoolFiles(directory);
  if (files.length === 0) return round;
  const delivery = await mailer.open();
  try {
    for (const file of files) {
      if (!delivery.usable) break;
      if (claim(file, now)) round[await handOver(file, delivery, now)]++;
    }
  } finally {
    delivery.close();
  }
  return round;
}

/** False when another process was faster. The time comes first: a claim is never older than it is. */
function claim(file: string, now: number): boolean {
  try {
    utimesSync(file, now / 1000, now / 1000);
    renameSync(file, `${file}.taken`);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function handOver(file: string, delivery: Delivery, now: number): Promise<keyof SpoolRound> {
  const [taken, sending] = [`${file}.taken`, `${file}.sending`];
  const mail = JSON.parse(readFileSync(taken, 'utf8')) as SpooledMail;
  if (now > voidFrom(mail)) {
    rmSync(taken);
    return 'dropped';
  }
  const outcome = await delivery.deliver(mail, async () => renameSync(taken, sending));
  switch (outcome.state) {
    case 'sent':
      rmSync(sending, { force: true });
      return 'sent';
    case 'refused':
      for (const where of [taken, sending]) rmSync(where, { force: true });
      return 'dropped';
    case 'uncertain':
      rename(sending, `${file}.uncertain`);
      return 'uncertain';
    default:
      // Its content was asked for, or not.
      if (!rename(sending, file)) renameSync(taken, file);
      if (outcome.state === 'blocked') throw new Unreachable(outcome.code);
      return 'failed';
  }
}

/** Puts back what a killed process had taken; what it was sending is told once and kept for a day. */
function reclaim(directory: string, now: number, round: SpoolRound): void {
  for (const taken of spoolFiles(directory, '.json.taken')) {
    if (ageOf(taken, now) > ABANDONED_AFTER) rename(taken, taken.replace(/\.taken$/, ''));
  }
  for (const sending of spoolFiles(directory, '.json.sending')) {
    const abandoned = ageOf(sending, now) > ABANDONED_AFTER;
    if (abandoned && rename(sending, sending.replace(/sending$/, 'uncertain'))) round.uncertain++;
  }
  for (const uncertain of spoolFiles(directory, '.json.uncertain')) {
    if (ageOf(uncertain, now) > DAY) rmSync(uncertain, { force: true });
  }
}

/** Mails of earlier versions do not say it: a day, as long as mails were kept. */
function voidFrom(mail: Omit<SpooledMail, 'until'> & { until?: string }): number {
  return mail.until ? Date.parse(mail.until) : Date.parse(mail.at) + DAY;
}

/** Milliseconds since a file was claimed; none when another process was faster. */
function ageOf(file: string, now: number): number {
  return now - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now);
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

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
