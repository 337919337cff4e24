import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { fileStore, type FileStore } from '$lib/server/files/store';
import type { Mailer } from '$lib/server/mail/mailer';
import type { Backend } from '$lib/server/supabase/backend';
import { createJobsClient } from '$lib/server/supabase/jobs-client';
import { call, sendOutbox } from './outbox.ts';
import type { Work } from './start-work.ts';
import { sweepFiles } from './sweep-files.ts';

type Db = SupabaseClient<Database>;

export interface TickOptions {
  /** The address that mails link to. */
  siteUrl: string;
  /** Where mails go; null leaves them in the outbox. */
  mailer: Mailer | null;
  /** Told of a job that failed, by name and code: never what was in it. */
  failed?: (job: string, code: string) => void;
  /** Swept in this round. */
  files?: FileStore;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Does every minute what the clock asks for. Any number of instances may tick on one database: each job takes rows that
 * no other holds. Does nothing where there is no secret key.
 */
export function startTicker(backend: Backend, options: TickOptions, every = MINUTE): Work {
  const db = createJobsClient(backend);
  if (!db) return { stop: async () => undefined };
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  let stopping = false;
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
    running = tick(db, forNow(), () => stopping).finally(() => (busy = false));
  }, every);
  timer.unref();
  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      await running;
    }
  };
}

/** One round of all jobs: expired offers, reminders of re-assessment, figures of the programme, the clock of leads, old mails, files without a row, mails. A job that fails holds up none of the others. */
export async function tick(db: Db, options: TickOptions, stopping?: () => boolean): Promise<void> {
  const { mailer, siteUrl, files } = options;
  const jobs: Record<string, () => Promise<unknown>> = {
    expire_offers: () => call(db.rpc('expire_offers')),
    remind_follow_ups: () => call(db.rpc('remind_follow_ups')),
    refresh_programme_counts: () => call(db.rpc('refresh_programme_counts')),
    run_lead_clock: () => call(db.rpc('run_lead_clock')),
    clear_outbox: () => call(db.rpc('clear_outbox'))
  };
  if (files) jobs.sweep_files = () => sweepFiles(db, files);
  if (mailer) jobs.outbox = () => sendOutbox(db, mailer, { siteUrl, ...(stopping && { stopping }) });
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await job();
    } catch (error) {
      options.failed?.(name, codeOf(error));
    }
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unexpected';
  return /^[a-zA-Z0-9_]{1,40}$/.test(code) ? code : 'unexpected';
}
