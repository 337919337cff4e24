import { json } from '@sveltejs/kit';
import { mailHealth } from '$lib/server/mail/health';
import type { RequestHandler } from './$types';

/**
 * Fit for requests: the database answers and has the schema of this build. Says besides how mails leave, and why they do not:
 * without them people are still served.
 */
export const GET: RequestHandler = async ({ locals: { backend } }) => {
  const { database, migrations } = await backend.ready();
  const ready = database && migrations === 'current';
  return json(
    { status: ready ? 'ready' : 'unready', backend: backend.kind, database, migrations, mail: mailHealth() },
    { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } }
  );
};
