import type { Handle } from '@sveltejs/kit';

const FIXED = {
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin'
};

const TWO_YEARS = 2 * 365 * 24 * 60 * 60;

/** What a browser must hold itself to. The content security policy is Kit's (svelte.config.js). */
export const headers: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  for (const [name, value] of Object.entries(FIXED)) response.headers.set(name, value);
  if (event.url.protocol === 'https:') response.headers.set('strict-transport-security', `max-age=${TWO_YEARS}`);
  // An invitation or a share link in the address must not travel on.
  const secretInAddress = event.url.searchParams.has('token_hash') || event.route.id?.startsWith('/(public)/share/');
  if (secretInAddress) response.headers.set('referrer-policy', 'no-referrer');
  // What never changes and is the same for everybody says so itself; everything else may be somebody's own.
  const fixed = response.headers.get('cache-control')?.includes('immutable');
  if (event.locals.user && !fixed) response.headers.set('cache-control', 'private, no-store');
  else if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
  return response;
};
