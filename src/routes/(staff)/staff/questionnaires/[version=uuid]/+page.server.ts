import { localise } from '$lib/domain/assessment/localise';
import { criteriaOf } from '$lib/domain/assessment/outline';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as versions from '$lib/server/data/questionnaire-versions';
import { raise } from '$lib/server/errors';
import { steps } from '../steps.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator', 'manager');
  const { locals, params, url } = event;
  try {
    const { document, ...version } = await versions.read(locals.db, params.version);
    return {
      version,
      document: localise(document, locals.locale),
      criteria: criteriaOf(document).length,
      saved: version.state === 'draft' && url.searchParams.has('saved')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions = steps satisfies Actions;
