import { redirect, type Handle } from '@sveltejs/kit';

/**
 * Forms are accepted from ORIGIN only. Whoever types `localhost` where ORIGIN says 127.0.0.1 (or the other way round) is led
 * there, before a form can fail. Other hosts are left to the proxy in front.
 */
export const oneAddress: Handle = ({ event, resolve }) => {
  const { method, headers } = event.request;
  const host = headers.get('host');
  const opensPage = method === 'GET' && headers.get('accept')?.includes('text/html');
  if (opensPage && host && host !== event.url.host && isLocal(host) && isLocal(event.url.host)) {
    redirect(307, `${event.url.origin}${event.url.pathname}${event.url.search}`);
  }
  return resolve(event);
};

function isLocal(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}
