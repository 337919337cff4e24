import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Fit for requests: the database answers and has the schema of this build. */
export const GET: RequestHandler = async ({ locals: { backend } }) => {
  const { database, migrations } = await backend.ready();
  const ready = database && migrations === 'current';
  return json(
    { status: ready ? 'ready' : 'unready', backend: backend.kind, database, migrations },
    { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } }
  );
};
