import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { uuid } from '$lib/schemas/fields';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as versions from '$lib/server/data/questionnaire-versions';
import * as questionnaires from '$lib/server/data/questionnaires';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const versionSchema = z.object({ version_id: uuid });

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
    return { versions: all, titles: Object.fromEntries(await Promise.all(named)) };
  } catch (e) {
    raise(e);
  }
};

type Step = (db: App.Locals['db'], versionId: string) => Promise<void>;

/** One step with one version; what was done is told on the page that comes back. */
async function take(event: RequestEvent, step: Step, done: string) {
  await requireStaff(event, 'administrator', 'manager');
  const parsed = parseForm(versionSchema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    await step(event.locals.db, parsed.data.version_id);
  } catch (e) {
    return failure(e);
  }
  return { done };
}

export const actions: Actions = {
  publish: (event) => take(event, versions.publish, 'published'),
  retire: (event) => take(event, versions.retire, 'retired'),
  remove: (event) => take(event, versions.removeDraft, 'removed')
};
