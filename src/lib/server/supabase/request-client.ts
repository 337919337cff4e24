import { PostgrestClient } from '@supabase/postgrest-js';
import { createServerClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { RequestEvent } from '@sveltejs/kit';
import type { Database } from '$lib/db/types.generated';
import type { Backend } from './backend.ts';

/** The cookie of the session, the same on every backend (long values are cut into `dx-auth.0`, `dx-auth.1`, …). */
export const AUTH_COOKIE = 'dx-auth';

type Client = SupabaseClient<Database>;
type Event = Pick<RequestEvent, 'cookies' | 'url'>;

/**
 * The client of one request: it carries the signed-in person's token, or none, and keeps nothing for the next
 * request. JavaScript in the page cannot read its cookies.
 *
 * Nearly every request only reads or calls the database with a token that is known: that takes a tenth of the time of a
 * whole client, which is made when `auth` is first used. From then on everything goes through it, because it may change
 * whose token counts. `token`: from `freshToken`; undefined when only the auth service can tell.
 */
export function createRequestClient(event: Event, backend: Backend, token: string | null | undefined): Client {
  let whole: Client | undefined;
  const make = () => (whole ??= createWholeClient(event, backend));
  const rest = token === undefined ? null : createDataClient(backend, token ?? backend.publishableKey);
  const data = () => whole ?? rest ?? make();
  const client: Pick<Client, 'auth' | 'from' | 'rpc'> = {
    get auth() {
      return make().auth;
    },
    get from() {
      return data().from.bind(data()) as Client['from'];
    },
    get rpc() {
      return data().rpc.bind(data()) as Client['rpc'];
    }
  };
  // The rest of a Supabase client (storage, functions, channels) is not used here.
  return client as Client;
}

function createDataClient({ url, publishableKey, fetch }: Backend, bearer: string): PostgrestClient<Database> {
  const headers = { apikey: publishableKey, authorization: `Bearer ${bearer}` };
  return new PostgrestClient<Database>(`${url}/rest/v1`, { headers, fetch });
}

function createWholeClient({ cookies, url }: Event, backend: Backend): Client {
  return createServerClient<Database>(backend.url, backend.publishableKey, {
    global: { fetch: backend.fetch },
    cookieOptions: {
      name: AUTH_COOKIE,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: url.protocol === 'https:'
    },
    cookies: {
      // The token says who it is; the account beside it would make every request heavier by a kilobyte.
      encode: 'tokens-only',
      getAll: () => cookies.getAll(),
      setAll(all) {
        for (const { name, value, options } of all) cookies.set(name, value, { ...options, path: '/' });
      }
    }
  });
}

/** Seconds before its end from which the auth service is asked for a new token; its client's own margin. */
const MARGIN = 90;
const BASE64 = 'base64-';

/**
 * The token in the session cookie while it lasts: null without a cookie, undefined when it has to be renewed or the
 * cookie cannot be read. Nothing is checked here.
 */
export function freshToken(
  cookies: Pick<RequestEvent['cookies'], 'getAll'>,
  now = Date.now()
): string | null | undefined {
  const all = new Map(cookies.getAll().map(({ name, value }) => [name, value]));
  if (![...all.keys()].some((name) => name.startsWith(AUTH_COOKIE))) return null;
  let text = all.get(AUTH_COOKIE) ?? '';
  if (!text) for (let i = 0; all.has(`${AUTH_COOKIE}.${i}`); i++) text += all.get(`${AUTH_COOKIE}.${i}`);
  try {
    const json = text.startsWith(BASE64) ? Buffer.from(text.slice(BASE64.length), 'base64url').toString('utf8') : text;
    const { access_token: token, expires_at: end } = JSON.parse(json) as Record<string, unknown>;
    if (typeof token === 'string' && typeof end === 'number' && end * 1000 - now > MARGIN * 1000) return token;
  } catch {
    // Half a cookie: the auth client knows what to do.
  }
  return undefined;
}
