import { createServerClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { RequestEvent } from '@sveltejs/kit';
import type { Database } from '$lib/db/types.generated';
import type { Backend } from './backend.ts';

/** The cookie of the session, the same on every backend (long values are cut into `dx-auth.0`, `dx-auth.1`, …). */
export const AUTH_COOKIE = 'dx-auth';

/**
 * The client of one request: it carries the signed-in person's token, or none, and keeps nothing for the next
 * request. JavaScript in the page cannot read its cookies.
 */
export function createRequestClient(
  event: Pick<RequestEvent, 'cookies' | 'url' | 'setHeaders'>,
  backend: Backend
): SupabaseClient<Database> {
  return createServerClient<Database>(backend.url, backend.publishableKey, {
    global: { fetch: backend.fetch },
    cookieOptions: {
      name: AUTH_COOKIE,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: event.url.protocol === 'https:'
    },
    cookies: {
      getAll: () => event.cookies.getAll(),
      setAll(cookies) {
        for (const { name, value, options } of cookies) event.cookies.set(name, value, { ...options, path: '/' });
      }
    }
  });
}
