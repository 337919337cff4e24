import type { Handle } from '@sveltejs/kit';
import { NO_ROLES, readRoles, type Roles } from '$lib/server/auth/roles';
import { getBackend } from '$lib/server/supabase/backend';
import { createRequestClient, freshToken } from '$lib/server/supabase/request-client';

/**
 * Who asks: the client that acts with their rights, and their identity from a token whose signature was checked.
 * A token that ran out is renewed, and the new cookies go out with the response.
 */
export const session: Handle = async ({ event, resolve }) => {
  const { locals } = event;
  locals.backend = getBackend();
  locals.user = null;
  locals.session = null;

  const token = freshToken(event.cookies);
  const client = createRequestClient(event, locals.backend, token);
  Object.defineProperty(locals, 'db', { value: client });

  let roles: Promise<Roles> | undefined;
  locals.roles = () => (roles ??= locals.user ? readRoles(locals.db) : Promise.resolve(NO_ROLES));

  if (token !== null) await identify(locals, token ?? (await renewedToken(client)));
  return resolve(event);
};

/** The token of a session whose own has run out. */
async function renewedToken(client: App.Locals['db']): Promise<string | null> {
  const { data } = await client.auth.getSession();
  return data.session?.access_token ?? null;
}

async function identify(locals: App.Locals, token: string | null): Promise<void> {
  const claims = token && (await locals.backend.verifyToken(token));
  if (!claims) return;
  locals.user = { id: claims.sub, email: claims.email ?? '' };
  locals.session = { id: claims.session_id ?? claims.sub, startedAt: startOf(claims) };
}

/** When the person proved who they are: the earliest entry of `amr`, which outlives renewals of the token. */
function startOf(claims: object): number | null {
  const amr: unknown = 'amr' in claims ? claims.amr : null;
  if (!Array.isArray(amr)) return null;
  const times = amr.map((entry: { timestamp?: unknown }) => Number(entry?.timestamp)).filter((time) => time > 0);
  return times.length > 0 ? Math.min(...times) * 1000 : null;
}
