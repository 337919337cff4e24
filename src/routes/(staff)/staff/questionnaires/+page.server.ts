import { requireStaff } from '$lib/server/auth/require-staff';
import * as versions from '$lib/server/data/questionnaire-versions';
import * as questionnaires from '$lib/server/data/questionnaires';
import { raise } from '$lib/server/errors';
import { DONE, steps } from './steps.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator', 'manager');
  const { db, locale } = event.locals;
  try {
    const all = await versions.list(db);
    // A version that was published is read once per process; a draft stands in only where there is no other.
    const named = [...new Set(all.map(({ questionnaire }) => questionnaire))].map(async (questionnaire) => {
      const own = all.filter((version) => version.questionnaire === questionnaire);
      const shown = own.find(({ state }) => state !== 'draft') ?? own[0];
      const title = shown ? (await questionnaires.read(db, shown.version_id)).title[locale] : questionnaire;
      return [questionnaire, title] as const;
    });
    return {
      versions: all,
      titles: Object.fromEntries(await Promise.all(named)),
      done: DONE.find((known) => known === event.url.searchParams.get('done')) ?? null
    };
  } catch (e) {
    raise(e);
  }
};

export const actions = steps satisfies Actions;
