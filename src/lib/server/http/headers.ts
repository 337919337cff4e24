import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handle } from '@sveltejs/kit';

const TWO_YEARS = 2 * 365 * 24 * 60 * 60;

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin'
};
/** They hold for a document; what a page fetches as data would carry them on every saved answer for nothing. */
const DOCUMENTS = {
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin'
};

/** Node says here that a request has come in, before anybody answers it. */
const REQUEST = 'http.server.request.start';

/**
 * What a browser must hold itself to, on every response of this process: pages and files, but also what no handle gets
 * to see, such as the redirects of the guard, forms refused for their origin and bodies that are too large. An answer
 * that says otherwise itself is left alone. The content security policy is Kit's (svelte.config.js). Gives what ends it.
 */
export function secureEveryResponse(https: boolean): () => void {
  const data = Object.entries({
    ...EVERYWHERE,
    ...(https && { 'strict-transport-security': `max-age=${TWO_YEARS}` })
  });
  const documents = [...data, ...Object.entries(DOCUMENTS)];
  const secure = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const fetched = request.headers['sec-fetch-dest'] === 'empty' && request.url?.startsWith('/api/');
    for (const [name, value] of fetched ? data : documents) response.setHeader(name, value);
  };
  subscribe(REQUEST, secure);
  return () => unsubscribe(REQUEST, secure);
}

/** What depends on the page: which addresses must not travel on, and what may be kept. */
export const headers: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  // An invitation or a share link in the address must not travel on.
  const secretInAddress = event.url.searchParams.has('token_hash') || event.route.id?.startsWith('/(public)/share/');
  if (secretInAddress) response.headers.set('referrer-policy', 'no-referrer');
  // What never changes and is the same for everybody says so itself; everything else may be somebody's own.
  const fixed = response.headers.get('cache-control')?.includes('immutable');
  if (event.locals.user && !fixed) response.headers.set('cache-control', 'private, no-store');
  else if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
  return response;
};
