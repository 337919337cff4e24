import { redirect } from '@sveltejs/kit';
import { returnSchema } from '$lib/schemas/assessment-return';
import { requireUser } from '$lib/server/auth/require-user';
import * as assessments from '$lib/server/data/assessments';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions } from './$types';

// No load: the layout has everything (see there).

export const actions: Actions = {
  /** A member submits or confirms; staff hand over. A second click finds it done. */
  submit: async (event) => {
    requireUser(event);
    const { locals, params } = event;
    let state: string;
    try {
      ({ state } = await assessments.submit(locals.db, params.assessment));
    } catch (e) {
      return failure(e);
    }
    redirect(303, `/my/assessments/${params.assessment}/${state === 'submitted' ? 'result' : 'review'}`);
  },

  giveBack: async (event) => {
    requireUser(event);
    const { locals, params, request } = event;
    const parsed = parseForm(returnSchema, await request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await assessments.giveBack(locals.db, params.assessment, parsed.data.reason);
    } catch (e) {
      return failure(e);
    }
    redirect(303, `/my/assessments/${params.assessment}/review`);
  },

  discard: async (event) => {
    requireUser(event);
    const { locals, params } = event;
    try {
      await assessments.discard(locals.db, params.assessment);
    } catch (e) {
      return failure(e);
    }
    redirect(303, '/my');
  }
};
