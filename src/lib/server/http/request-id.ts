import { randomUUID } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';

/** Names the request, for the log and for the person who reports an error. */
export const requestId: Handle = async ({ event, resolve }) => {
  event.locals.requestId = randomUUID().slice(0, 8);
  const response = await resolve(event);
  response.headers.set('x-request-id', event.locals.requestId);
  return response;
};
