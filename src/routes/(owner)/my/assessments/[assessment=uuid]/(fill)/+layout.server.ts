import { redirect } from '@sveltejs/kit';
import { requireUser } from '$lib/server/auth/require-user';
import * as assessments from '$lib/server/data/assessments';
import * as questionnaires from '$lib/server/data/questionnaires';
import { AppError, raise } from '$lib/server/errors';
import type { LayoutServerLoad } from './$types';

/**
 * The assessment and all its questions, once: it asks nothing of the address but the assessment, so that moving
 * between the pages needs no server and works offline.
 */
export const load: LayoutServerLoad = async (event) => {
  const user = requireUser(event);
  const { locals, params } = event;
  const found = await assessments.read(locals.db, params.assessment).catch(raise);
  const member = found.members.includes(user.id);
  if (found.state === 'submitted') redirect(303, `/my/assessments/${found.assessment_id}/result`);
  if (found.state === 'discarded') raise(new AppError('wrong_state'));
  return {
    person: user.id,
    member,
    assessment: {
      id: found.assessment_id,
      versionId: found.version_id,
      state: found.state,
      entry: found.entry,
      answers: found.answers,
      revision: found.revision,
      returnReason: found.return_reason,
      enterprise: found.enterprise
    },
    questionnaire: await questionnaires.readLocal(locals.db, found.version_id, locals.locale).catch(raise)
  };
};
