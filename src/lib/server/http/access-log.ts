import type { Handle } from '@sveltejs/kit';
import { log } from '$lib/server/log';

/** One line per request: the route, not the address, which may name a firm or carry a search. */
export const accessLog: Handle = async ({ event, resolve }) => {
  const start = performance.now();
  const response = await resolve(event);
  log.info({
    id: event.locals.requestId,
    method: event.request.method,
    route: event.route.id ?? 'none',
    status: response.status,
    ms: Math.round(performance.now() - start)
  });
  return response;
};
