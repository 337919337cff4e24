import { error, redirect } from '@sveltejs/kit';
import { shareSchema, withdrawSchema } from '$lib/schemas/share-link';
import { requireUser } from '$lib/server/auth/require-user';
import * as articles from '$lib/server/data/articles';
import * as packages from '$lib/server/data/packages';
import * as results from '$lib/server/data/results';
import * as shareLinks from '$lib/server/data/share-links';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  requireUser(event);
  const { locals, params } = event;
  const result = await results.read(locals.db, params.assessment, locals.locale).catch(raise);
  if (!result.told) {
    // A draft has no result yet, and one that was given up never will.
    if (result.assessment.state === 'draft') redirect(303, `/my/assessments/${params.assessment}`);
    error(404, { message: 'not_found' });
  }
  const { assessment, told, ...rest } = result;
  const { assessment_id, enterprise, state, entry, submitted_at, handed_over_at } = assessment;
  // Packages fit the last result of a firm: an older one, or one that does not count yet, would tell something else.
  const counts = state === 'submitted' && rest.history[0]?.assessment_id === assessment_id;
  const [matches, handbook] = await Promise.all([
    counts ? packages.forEnterprise(locals.db, enterprise.enterprise_id) : null,
    articles.forResult(locals.db, locals.locale, told.report)
  ]).catch(raise);
  return {
    ...told,
    ...rest,
    matches,
    handbook,
    assessment: {
      assessment_id,
      enterprise,
      state,
      entry,
      date: submitted_at ?? handed_over_at ?? assessment.changed_at
    },
    member: assessment.member
  };
};

export const actions: Actions = {
  share: async (event) => {
    requireUser(event);
    const { locals, params, request, url } = event;
    const parsed = parseForm(shareSchema, await request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      const token = await shareLinks.create(locals.db, params.assessment, parsed.data.days);
      return { link: `${url.origin}/share/${token}` };
    } catch (refusal) {
      return failure(refusal);
    }
  },
  withdraw: async (event) => {
    requireUser(event);
    const { locals, request } = event;
    const parsed = parseForm(withdrawSchema, await request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await shareLinks.withdraw(locals.db, parsed.data.link);
      return { withdrawn: true };
    } catch (refusal) {
      return failure(refusal);
    }
  }
};
