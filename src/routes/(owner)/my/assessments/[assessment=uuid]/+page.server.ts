import { redirect } from '@sveltejs/kit';
import { plainAnswers, applyServer, emptyDraft } from '$lib/domain/assessment/merge';
import { nextIndex } from '$lib/domain/assessment/progress';
import { requireUser } from '$lib/server/auth/require-user';
import * as assessments from '$lib/server/data/assessments';
import * as questionnaires from '$lib/server/data/questionnaires';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

/** Leads to where the assessment goes on: the first page that is not complete, the review, or the result. */
export const load: PageServerLoad = async (event) => {
  requireUser(event);
  const { db } = event.locals;
  const { assessment_id, state, version_id, answers, revision } = await assessments
    .read(db, event.params.assessment)
    .catch(raise);
  const here = `/my/assessments/${assessment_id}`;
  if (state === 'submitted') redirect(303, `${here}/result`);
  if (state !== 'draft') redirect(303, `${here}/review`);
  const document = await questionnaires.read(db, version_id).catch(raise);
  const given = plainAnswers(applyServer(emptyDraft, answers, revision));
  redirect(303, `${here}/${nextIndex(document, given) ?? 'review'}`);
};
