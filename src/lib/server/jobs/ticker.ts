import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { fileStore, type FileStore } from '$lib/server/files/store';
import { renderNotice } from '$lib/server/mail/notice';
import type { Backend } from '$lib/server/supabase/backend';
import { createJobsClient } from '$lib/server/supabase/jobs-client';
import { writeSpool } from './mail-spool.ts';
import { sweepFiles } from './sweep-files.ts';

type Db = SupabaseClient<Database>;

export interface TickOptions {
  /** The address that mails link to. */
  siteUrl: string;
  /** Told of a job that failed, by name and code: never what was in it. */
  failed?: (job: string, code: string) => void;
  /** Swept in this round. */
  files?: FileStore;
}

export interface Ticker {
  /** Ends the ticking and waits for work under way. */
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BATCH = 50;
const MOST_BATCHES = 20;

/**
 * Does every minute what the clock asks for. Any number of instances may tick on one database: each job takes rows that
 * no other holds. Does nothing where there is no secret key.
 */
export function startTicker(backend: Backend, options: TickOptions, every = MINUTE): Ticker {
  const db = createJobsClient(backend);
  if (!db) return { stop: async () => undefined };
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  let swept = -Infinity;
  const files = fileStore({ backend, db });
  /** Once a day, and at the first round after a start. */
  const forNow = (): TickOptions => {
    if (Date.now() - swept < DAY) return options;
    swept = Date.now();
    return { ...options, files };
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = tick(db, backend.mailDirectory, forNow()).finally(() => (busy = false));
  }, every);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    }
  };
}

/** One round of all jobs: expired offers, reminders of re-assessment, figures of the programme, files without a row, mails. A job that fails holds up none of the others. */
export async function tick(db: Db, mailDirectory: string | null, options: TickOptions): Promise<void> {
  const jobs: Record<string, () => Promise<unknown>> = {
    expire_offers: () => call(db.rpc('expire_offers')),
    remind_follow_ups: () => call(db.rpc('remind_follow_ups')),
    refresh_programme_counts: () => call(db.rpc('refresh_programme_counts'))
  };
  const { files } = options;
  if (files) jobs.sweep_files = () => sweepFiles(db, files);
  // On Supabase mails wait in the outbox: its instances have no disk in common.
  if (mailDirectory) jobs.outbox = () => handOver(db, mailDirectory, options.siteUrl);
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await job();
    } catch (error) {
      options.failed?.(name, codeOf(error));
    }
  }
}

/** Moves due mails from the outbox to the spool. Taken and not handed over, a mail comes back by itself. */
async function handOver(db: Db, directory: string, siteUrl: string): Promise<void> {
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const mails = await call(db.rpc('claim_outbox', { size: BATCH }));
    for (const mail of mails) {
      const error = await hand(mail, directory, siteUrl);
      await call(db.rpc('finish_outbox', { outbox_id: mail.outbox_id, ...(error && { error }) }));
    }
    if (mails.length < BATCH) return;
  }
}

type Claimed = Database['public']['Functions']['claim_outbox']['Returns'][number];

/** A code when it could not be written. */
async function hand(mail: Claimed, directory: string, siteUrl: string): Promise<string | null> {
  try {
    const parameters = (mail.parameters ?? {}) as Record<string, unknown>;
    const { subject, html } = await renderNotice(
      { kind: mail.kind, link: mail.link ?? '/my', parameters },
      mail.locale,
      siteUrl
    );
    writeSpool(directory, { to: mail.email, subject, html });
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

async function call<T>(request: PromiseLike<{ data: T; error: { code: string } | null }>): Promise<NonNullable<T>> {
  const { data, error } = await request;
  if (error) throw error;
  return data as NonNullable<T>;
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unexpected';
  return /^[a-zA-Z0-9_]{1,40}$/.test(code) ? code : 'unexpected';
}
