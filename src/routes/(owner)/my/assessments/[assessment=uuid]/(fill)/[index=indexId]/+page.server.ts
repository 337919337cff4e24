import { fail, redirect } from '@sveltejs/kit';
import { pagesOf } from '$lib/domain/assessment/pages';
import { readAssessmentPage } from '$lib/schemas/assessment-page';
import { requireUser } from '$lib/server/auth/require-user';
import * as assessments from '$lib/server/data/assessments';
import * as questionnaires from '$lib/server/data/questionnaires';
import { AppError, failure } from '$lib/server/errors';
import type { Actions } from './$types';

// No load: it would need the server on the way from page to page (see the layout).

export const actions: Actions = {
  /** Saves a page sent without JavaScript. What is valid is saved even when something else on the page is not. */
  default: async (event) => {
    requireUser(event);
    const { locals, params, request } = event;
    let next: string;
    try {
      const form = await request.formData();
      // The hidden version only says how to read the form; the database checks the answers by the true one.
      const document = await questionnaires.read(locals.db, String(form.get('version')));
      const page = pagesOf(document).find(({ index }) => index.id === params.index);
      if (!page) throw new AppError('not_found');
      const { patch, errors, typed, undecided } = readAssessmentPage(page.index.criteria, form);
      const changed = Object.keys(patch).length > 0;
      const { conflicts } = changed ? await assessments.save(locals.db, params.assessment, patch) : { conflicts: {} };
      const met = Object.keys(conflicts).map((id) => [id, patch[id]?.value ?? null]);
      const mine = { ...undecided, ...Object.fromEntries(met) };
      if (Object.keys(errors).length > 0 || met.length > 0) {
        const sent = { page: params.index, wrong: errors, typed, mine, theirs: conflicts };
        return fail(met.length > 0 ? 409 : 422, { sent });
      }
      next = page.next ?? 'review';
    } catch (e) {
      return failure(e);
    }
    redirect(303, `/my/assessments/${params.assessment}/${next}`);
  }
};
