import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { answerErrors, type Answers } from '$lib/domain/assessment/answers';
import { score } from '$lib/domain/assessment/score';
import * as questionnaires from '$lib/server/data/questionnaires';
import { readJson } from '$lib/server/http/read-json';
import { refuse } from '$lib/server/http/refuse';
import { takeAddressLimit } from '$lib/server/limits';
import type { RequestHandler } from './$types';

const body = z.strictObject({
  questionnaire: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  answers: z.record(z.string(), z.unknown())
});

/** The score of answers that are not stored. No account; the same rules as a submission. Documented in the README. */
export const POST: RequestHandler = async (event) => {
  const { request, locals, url } = event;
  try {
    const { questionnaire, answers } = await readJson(request, url, body, 64 * 1024);
    await takeAddressLimit(event, 'preview:address');
    const { document } = await questionnaires.published(locals.db, questionnaire);
    const errors = answerErrors(document, answers);
    if (errors.length > 0) return json({ message: 'invalid_input', errors }, { status: 422 });
    const { points, max, level, pillars, answered, missing } = score(document, answers as Answers);
    return json({ questionnaire, version: document.version, points, max, level, pillars, answered, missing });
  } catch (e) {
    return refuse(e);
  }
};
