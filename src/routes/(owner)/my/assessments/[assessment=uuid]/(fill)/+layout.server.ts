import { redirect } from '@sveltejs/kit';
import { requireUser } from '$lib/server/auth/require-user';
import * as assessments from '$lib/server/data/assessments';
import * as questionnaires from '$lib/server/data/questionnaires';
import { AppError, raise } from '$lib/server/errors';
import type { LayoutServerLoad } from './$types';

/**
 * The assessment, the contents of its questionnaire, and the questions of the page that is opened. It depends on
 * nothing of the address but the assessment: moving between the pages needs no server and works offline, and the
 * questions of the other pages are asked once, as a file that never changes (questions.ts). What can no longer be
 * filled in comes with all questions.
 */
export const load: LayoutServerLoad = async (event) => {
  const user = requireUser(event);
  const { locals, params, untrack } = event;
  const found = await assessments.read(locals.db, params.assessment).catch(raise);
  if (found.state === 'submitted') redirect(303, `/my/assessments/${found.assessment_id}/result`);
  if (found.state === 'discarded') raise(new AppError('wrong_state'));
  const document = await questionnaires.readLocal(locals.db, found.version_id, locals.locale).catch(raise);
  const opened = untrack(() => params.index);
  const indices = document.pillars.flatMap((pillar) => pillar.indices);
  return {
    person: user.id,
    member: found.member,
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
    questionnaire: questionnaires.contentsFor(document),
    questions: found.state === 'draft' ? indices.filter(({ id }) => id === opened) : indices
  };
};
