import { requireStaff } from '$lib/server/auth/require-staff';
import * as versions from '$lib/server/data/questionnaire-versions';
import { raise } from '$lib/server/errors';
import { attachment } from '$lib/server/http/attachment';
import type { RequestHandler } from './$types';

/** The document of a version as a file: to be changed and uploaded as the next draft. It holds no personal data. */
export const GET: RequestHandler = async (event) => {
  await requireStaff(event, 'administrator', 'manager');
  try {
    const { document } = await versions.read(event.locals.db, event.params.version);
    return new Response(JSON.stringify(document, null, 2), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': attachment(`${document.id}-${document.version}.json`),
        'cache-control': 'private, no-store'
      }
    });
  } catch (e) {
    raise(e);
  }
};
