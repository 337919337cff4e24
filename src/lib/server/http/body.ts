import { error, isHttpError, type Handle } from '@sveltejs/kit';

/**
 * A body that cannot be read is the sender's mistake (400, or 413 when it is over BODY_SIZE_LIMIT), wherever it is
 * read; without this it would come out as a failure of the server.
 */
export const body: Handle = ({ event, resolve }) => {
  const { request } = event;
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
