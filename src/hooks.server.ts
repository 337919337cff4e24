import { building } from '$app/environment';
import { env } from '$env/dynamic/private';
import type { HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { toAppError } from '$lib/server/errors';
import { accessLog } from '$lib/server/http/access-log';
import { body } from '$lib/server/http/body';
import { compression } from '$lib/server/http/compression';
import { guard } from '$lib/server/http/guard';
import { headers } from '$lib/server/http/headers';
import { locale } from '$lib/server/http/locale';
import { oneAddress } from '$lib/server/http/one-address';
import { requestId } from '$lib/server/http/request-id';
import { session } from '$lib/server/http/session';
import { announce, prepare } from '$lib/server/jobs/start';
import { startTicker, type Ticker } from '$lib/server/jobs/ticker';
import { log } from '$lib/server/log';
import { openBackend, type Backend } from '$lib/server/supabase/backend';
import { readConfig } from '$lib/server/supabase/config';

export const init: ServerInit = async () => {
  if (building) return;
  const backend = await openBackend(env).catch(refuseToStart);
  const ticker = env.JOBS === '0' ? null : startTicks(backend);
  closeAtTheEnd(backend, ticker);
  announce(await prepare(backend));
};

export const handle = sequence(requestId, oneAddress, accessLog, compression, headers, body, locale, session, guard);

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
    error instanceof Error && /ECONNREFUSED|28P01|3D000|DirectoryInUse/.test(`${error.name} ${codeOf(error)}`);
  if (!mendable) throw error;
  process.stderr.write(`${error.message || codeOf(error)}\n`);
  process.exit(1);
}

/** The adapter's event after the last answer: an embedded database would otherwise keep the process alive. */
function closeAtTheEnd(backend: Backend, ticker: Ticker | null): void {
  (process as NodeJS.EventEmitter).once('sveltekit:shutdown', () => {
    void (ticker?.stop() ?? Promise.resolve()).then(() => backend.close()).finally(() => process.exit());
  });
}

function startTicks(backend: Backend): Ticker {
  const { siteUrl } = readConfig(env);
  return startTicker(backend, { siteUrl, failed: (job, code) => log.warn({ job, code }) });
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
