import type { Handle } from '@sveltejs/kit';

/** What a form of another site can send without asking first; the last is Kit's own. */
const FORMS = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
  'application/x-sveltekit-formdata'
]);
const WRITING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Mail programs post here from anywhere and without an Origin (RFC 8058); the token in the address is what counts. */
const ONE_CLICK = '/(public)/unsubscribe/[token]';

/**
 * Forms are accepted from the application's own pages only. Kit's check of the same kind knows no exception for a route, which is
 * why it is off (`csrf.trustedOrigins` in svelte.config.js) and this one stands in its place.
 */
export const sameOrigin: Handle = ({ event, resolve }) => {
  const { request, url, route } = event;
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const foreign = request.headers.get('origin') !== url.origin;
  if (foreign && WRITING.has(request.method) && FORMS.has(type) && route.id !== ONE_CLICK) {
    return new Response(`Cross-site ${request.method} form submissions are forbidden`, { status: 403 });
  }
  return resolve(event);
};
