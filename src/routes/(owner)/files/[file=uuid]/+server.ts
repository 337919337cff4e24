import { requireUser } from '$lib/server/auth/require-user';
import * as files from '$lib/server/data/files';
import { raise } from '$lib/server/errors';
import { attachment } from '$lib/server/http/attachment';
import type { RequestHandler } from './$types';

/**
 * Evidence, for members of the firm and staff of its area: the row is read with their rights before the bytes are
 * touched. Sent by people nobody checked, so it is saved and never shown by the page it came from.
 */
export const GET: RequestHandler = async (event) => {
  requireUser(event);
  const { locals, params } = event;
  try {
    const file = await files.read(locals.db, params.file);
    const bytes = await files.open(locals, file);
    return new Response(bytes, {
      headers: {
        'content-type': file.content_type,
        'content-length': String(bytes.length),
        'content-disposition': attachment(`file.${file.name.split('.').at(-1)}`, file.name),
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store'
      }
    });
  } catch (refusal) {
    raise(refusal);
  }
};
