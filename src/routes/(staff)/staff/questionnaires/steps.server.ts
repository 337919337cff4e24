import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { uuid } from '$lib/schemas/fields';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as versions from '$lib/server/data/questionnaire-versions';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';

const versionSchema = z.object({ version_id: uuid });

/** What the list says after a step. */
export const DONE = ['published', 'retired', 'removed'] as const;

type Step = (db: App.Locals['db'], versionId: string) => Promise<void>;

async function take(event: RequestEvent, step: Step, done: (typeof DONE)[number]) {
  await requireStaff(event, 'administrator', 'manager');
  const parsed = parseForm(versionSchema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    await step(event.locals.db, parsed.data.version_id);
  } catch (e) {
    return failure(e);
  }
  redirect(303, `/staff/questionnaires?done=${done}`);
}

/** The actions of the list and of a version: a refusal is shown where it was asked, success on the list. */
export const steps = {
  publish: (event: RequestEvent) => take(event, versions.publish, 'published'),
  retire: (event: RequestEvent) => take(event, versions.retire, 'retired'),
  remove: (event: RequestEvent) => take(event, versions.removeDraft, 'removed')
};
