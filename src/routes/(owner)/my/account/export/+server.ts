import { requireUser } from '$lib/server/auth/require-user';
import * as accounts from '$lib/server/data/accounts';
import { raise } from '$lib/server/errors';
import type { RequestHandler } from './$types';

/** Everything kept about the person, as a file. */
export const GET: RequestHandler = async (event) => {
  requireUser(event);
  try {
    const data = await accounts.exportData(event.locals.db);
    const day = new Date().toISOString().slice(0, 10);
    return new Response(JSON.stringify(data, null, 2), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="du-lieu-cua-toi-${day}.json"`
      }
    });
  } catch (refusal) {
    raise(refusal);
  }
};
