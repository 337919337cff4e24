import { noteMail } from '../mail/health.ts';
import { Unreachable, type Mailer } from '../mail/mailer.ts';
import type { Backend } from '../supabase/backend.ts';
import { deliverSpool } from './deliver-spool.ts';
import type { Work } from './start-work.ts';

const MINUTE = 60_000;

/**
 * Sends the mails of the embedded auth service (codes, confirmations, links) by the mail server as soon as they are there: people
 * wait for them. Every minute it looks for what could not be sent. Belongs to every process, because each has its own
 * spool. Does nothing on Supabase, which sends its own.
 */
export function startAuthMail(
  backend: Pick<Backend, 'mailDirectory' | 'onMail'>,
  mailer: Mailer,
  failed: (job: string, code: string) => void,
  every = MINUTE
): Work {
  const { mailDirectory } = backend;
  if (!mailDirectory) return { stop: async () => undefined };
  let running: Promise<void> | null = null;
  let more = false;

  async function deliver(directory: string): Promise<void> {
    more = false;
    try {
      const { sent, dropped, uncertain } = await deliverSpool(directory, mailer);
      if (sent > 0) noteMail({ error: null });
      if (dropped > 0) failed('auth_mail', 'dropped');
      if (uncertain > 0) failed('auth_mail', 'uncertain');
    } catch (error) {
      const code = error instanceof Unreachable ? error.code : 'unexpected';
      noteMail({ error: code });
      failed('auth_mail', code);
    }
  }
  /** Mails that come while others are being sent are looked for afterwards. */
  function push(): void {
    more = true;
    running ??= deliver(mailDirectory as string).finally(() => {
      running = null;
      if (more) push();
    });
  }

  backend.onMail(push);
  const timer = setInterval(push, every);
  timer.unref();
  push();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    }
  };
}
