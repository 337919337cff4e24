import { isHttpError, isRedirect, type Handle, type RequestEvent } from '@sveltejs/kit';
import { log } from '$lib/server/log';

/** One line per request: the route, not the address, which may name a firm or carry a search. */
export const accessLog: Handle = async ({ event, resolve }) => {
  const start = performance.now();
  try {
    const response = await resolve(event);
    write(event, response.status, start);
    return response;
  } catch (thrown) {
    // A redirect or refusal of a later handle.
    write(event, isRedirect(thrown) || isHttpError(thrown) ? thrown.status : 500, start);
    throw thrown;
  }
};

function write(event: RequestEvent, status: number, start: number): void {
  log.info({
    id: event.locals.requestId,
    method: event.request.method,
    route: event.route.id ?? 'none',
    status,
    ms: Math.round(performance.now() - start)
  });
}
