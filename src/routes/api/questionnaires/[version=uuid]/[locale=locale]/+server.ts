import { json } from '@sveltejs/kit';
import * as questionnaires from '$lib/server/data/questionnaires';
import { refuse } from '$lib/server/http/refuse';
import type { RequestHandler } from './$types';

/** The questions of a published or retired version, by index: for pages that go on without the server. */
export const GET: RequestHandler = async ({ locals, params }) => {
  try {
    const { pillars } = await questionnaires.readFixed(locals.db, params.version, params.locale);
    // `private`: cookies of the session may travel with the answer, which no shared cache may keep.
    return json(
      pillars.flatMap(({ indices }) => indices),
      { headers: { 'cache-control': 'private, max-age=31536000, immutable' } }
    );
  } catch (e) {
    return refuse(e);
  }
};
