import { z } from 'zod';
import { noteMail } from '$lib/server/mail/health';
import type { MailSettings } from '$lib/server/mail/settings';
import { smtpMailer } from '$lib/server/mail/smtp';
import type { Backend } from '$lib/server/supabase/backend';
import { readConfig, type Environment } from '$lib/server/supabase/config';
import { startAuthMail } from './auth-mail.ts';
import { spoolMailer } from './mail-spool.ts';
import { startTicker } from './ticker.ts';

/** How often the clock is asked, in seconds. */
const everySchema = z.coerce.number().min(1).max(3600).catch(60);

export interface Work {
  /** Ends it and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * What a process does besides answering: jobs by the clock (unless JOBS is 0) and the mails of the auth service. `tell` hears of
 * what failed, by name and code.
 */
export function startWork(
  backend: Backend,
  settings: MailSettings | null,
  env: Environment,
  tell: (job: string, code: string) => void
): Work {
  const { mailDirectory } = backend;
  const server = settings && smtpMailer(settings);
  // On Supabase without a mail server mails wait in the outbox: its instances have no disk in common.
  const mailer = server ?? (mailDirectory ? spoolMailer(mailDirectory) : null);
  noteMail({ way: server ? 'smtp' : mailer ? 'files' : 'none' });
  const every = everySchema.parse(env.JOBS_SECONDS || undefined) * 1000;
  const work: Work[] = [];
  if (server) work.push(startAuthMail(backend, server, tell));
  if (env.JOBS !== '0')
    work.push(startTicker(backend, { siteUrl: readConfig(env).siteUrl, mailer, failed: tell }, every));
  return {
    async stop() {
      await Promise.all(work.map((part) => part.stop()));
    }
  };
}
