import { error, isHttpError, type Handle } from '@sveltejs/kit';

/** Bytes of a form that a visitor may send. */
const OPEN_FORM = 256 * 1024;
const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/**
 * A body that cannot be read is the sender's mistake (400, or 413 when it is over BODY_SIZE_LIMIT), wherever it is
 * read; without this it would come out as a failure of the server. A long form takes a while to read: only who is signed in,
 * as the guard sees to, may send one.
 */
export const body: Handle = async ({ event, resolve }) => {
  const { request, route } = event;
  const closed = /^\/\((owner|staff|provider)\)/.test(route.id ?? '');
  if (request.body && !closed && FORM.test(request.headers.get('content-type') ?? '')) {
    const length = Number(request.headers.get('content-length') ?? NaN);
    if (!(length >= 0 && length <= OPEN_FORM)) error(413, { message: 'too_large' });
  }
  if (request.body) {
    const read = { formData: request.formData.bind(request), json: request.json.bind(request) };
    request.formData = () => read.formData().catch(refuse);
    request.json = () => read.json().catch(refuse);
  }
  return resolve(event);
};

function refuse(thrown: unknown): never {
  if (isHttpError(thrown)) throw thrown;
  if (isTooLarge(thrown) || (thrown instanceof Error && isTooLarge(thrown.cause))) error(413, { message: 'too_large' });
  error(400, { message: 'invalid_input' });
}

function isTooLarge(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'status' in thrown && thrown.status === 413;
}
