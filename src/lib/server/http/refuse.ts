import { isHttpError, isRedirect, json } from '@sveltejs/kit';
import { toAppError } from '$lib/server/errors';

/**
 * For `catch` in JSON endpoints: `{message: code, errors?: [{path, code}]}` with the status of the code. Redirects, Kit's own
 * errors and what nobody foresaw pass through, so that they are answered and logged as everywhere.
 */
export function refuse(thrown: unknown): Response {
  if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
  const { code, status, details } = toAppError(thrown);
  if (code === 'unexpected') throw thrown;
  return json({ message: code, ...(Array.isArray(details) ? { errors: details } : {}) }, { status });
}
