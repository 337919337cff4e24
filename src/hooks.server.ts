import { building } from '$app/environment';
import { env } from '$env/dynamic/private';
import type { HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { toAppError } from '$lib/server/errors';
import { accessLog } from '$lib/server/http/access-log';
import { body } from '$lib/server/http/body';
import { compression } from '$lib/server/http/compression';
import { guard } from '$lib/server/http/guard';
import { headers, secureEveryResponse } from '$lib/server/http/headers';
import { locale } from '$lib/server/http/locale';
import { oneAddress } from '$lib/server/http/one-address';
import { requestId } from '$lib/server/http/request-id';
import { sameOrigin } from '$lib/server/http/same-origin';
import { session } from '$lib/server/http/session';
import { announce, prepare } from '$lib/server/jobs/start';
import { startWork, type Work } from '$lib/server/jobs/start-work';
import { log } from '$lib/server/log';
import { readMailSettings, type MailSettings } from '$lib/server/mail/settings';
import { openBackend, type Backend } from '$lib/server/supabase/backend';

export const init: ServerInit = async () => {
  if (building) return;
  secureEveryResponse(env.ORIGIN?.startsWith('https:') ?? false);
  const settings = mailSettings();
  const backend = await openBackend(env).catch(refuseToStart);
  closeAtTheEnd(backend, startWork(backend, settings, env, tell));
  announce(await prepare(backend));
};

export const handle = sequence(
  requestId,
  oneAddress,
  accessLog,
  sameOrigin,
  compression,
  headers,
  body,
  locale,
  session,
  guard
);

/** What the framework refuses by itself. */
const BY_STATUS: Record<number, string> = { 404: 'not_found', 413: 'too_large', 415: 'unsupported_type' };

/** What nobody foresaw. The log gets the kind of failure and where it was thrown, never its message: that may carry data. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  const id = event.locals.requestId;
  if (status < 500) return { message: BY_STATUS[status] ?? 'invalid_input', id };
  const known = toAppError(error);
  if (known.code === 'unavailable') {
    log.warn({ id, route: event.route.id, code: known.code });
    return { message: known.code, id };
  }
  log.error({ id, route: event.route.id, code: codeOf(error), at: placesOf(error) });
  return { message: 'unexpected', id };
};

/** What the operator can mend is said in one line; anything else keeps its stack. */
function refuseToStart(error: unknown): never {
  const mendable =
    error instanceof Error &&
    /ECONNREFUSED|28P01|3D000|DirectoryInUse|InvalidSetting/.test(`${error.name} ${codeOf(error)}`);
  if (!mendable) throw error;
  process.stderr.write(`${error.message || codeOf(error)}\n`);
  process.exit(1);
}

/** The adapter's event after the last answer: an embedded database would otherwise keep the process alive. */
function closeAtTheEnd(backend: Backend, work: Work): void {
  (process as NodeJS.EventEmitter).once('sveltekit:shutdown', () => {
    void work
      .stop()
      .then(() => backend.close())
      .finally(() => process.exit());
  });
}

function mailSettings(): MailSettings | null {
  try {
    return readMailSettings(env);
  } catch (error) {
    return refuseToStart(error);
  }
}

/** Of work by the clock that failed: its name and a code, such as that of a mail server's answer. */
function tell(job: string, code: string): void {
  const mail = job === 'outbox' || job === 'auth_mail';
  log.warn({ job, code }, mail ? 'Mail could not be handed over.' : 'A job failed; the next round tries again.');
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : typeof error;
}

/** The stack without its first lines, which repeat the message. */
function placesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}
