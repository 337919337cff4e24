import { json } from '@sveltejs/kit';
import type { Patch } from '$lib/domain/assessment/merge';
import { answersBodySchema } from '$lib/schemas/assessment-page';
import { requireUser } from '$lib/server/auth/require-user';
import * as assessments from '$lib/server/data/assessments';
import { AppError } from '$lib/server/errors';
import { readJson } from '$lib/server/http/read-json';
import { refuse } from '$lib/server/http/refuse';
import type { RequestHandler } from './$types';

/** All answers of an assessment are below 8 kB; one answer is below 200 bytes. */
const MAX_BYTES = 32 * 1024;

/** What the server holds, for a page that was out of sight for a while. */
export const GET: RequestHandler = async (event) => {
  requireUser(event);
  try {
    return json(await assessments.readAnswers(event.locals.db, event.params.assessment));
  } catch (e) {
    return refuse(e);
  }
};

/** Saves changed answers: one request, one call of the database, which checks the person, the state and the values. */
export const POST: RequestHandler = async (event) => {
  const user = requireUser(event);
  try {
    const { person, answers } = await readJson(event.request, event.url, answersBodySchema, MAX_BYTES);
    if (person !== user.id) throw new AppError('unauthenticated');
    return json(await assessments.save(event.locals.db, event.params.assessment, answers as Patch));
  } catch (e) {
    return refuse(e);
  }
};
