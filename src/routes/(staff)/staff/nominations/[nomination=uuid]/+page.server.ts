import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { decisionSchema, scoreSchema, storySchema, withdrawSchema } from '$lib/schemas/nomination';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as nominations from '$lib/server/data/nominations';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { user, roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db } = event.locals;
  try {
    const found = await nominations.read(db, event.params.nomination);
    const { nomination } = found;
    return {
      ...found,
      criteria:
        nomination.state === 'nominated'
          ? await nominations.standing(db, nomination.nomination_id)
          : ((nomination.decided_criteria ?? nomination.criteria) as unknown as nominations.Criterion[]),
      mine: nomination.nominated_by === user.id,
      mayScore: roles.staff.includes('officer') || roles.staff.includes('manager'),
      mayDecide: roles.staff.includes('manager'),
      own: found.scores.find(({ reviewer }) => reviewer === user.id) ?? null
    };
  } catch (e) {
    raise(e);
  }
};

/** One step of the page: rights, form, work; what it was is told by `done`. */
async function take<T>(
  event: RequestEvent<{ nomination: string }>,
  done: string,
  schema: z.ZodType<T>,
  work: (id: string, data: T) => Promise<void>
) {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const parsed = parseForm(schema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    await work(event.params.nomination, parsed.data);
    return { done };
  } catch (e) {
    return failure(e, parsed.values);
  }
}

export const actions: Actions = {
  score: (event) =>
    take(event, 'score', scoreSchema, (id, { score, comment }) =>
      nominations.score(event.locals.db, id, score, comment)
    ),
  decide: (event) =>
    take(event, 'decide', decisionSchema, (id, { recognise, revision, decided_on, ...details }) =>
      nominations.decide(event.locals.db, id, {
        recognise: recognise === 'yes',
        revision,
        details: { ...details, decided_on: decided_on ?? null }
      })
    ),
  withdraw: (event) =>
    take(event, 'withdraw', withdrawSchema, (id, { reason }) => nominations.withdraw(event.locals.db, id, reason)),
  story: (event) =>
    take(event, 'story', storySchema, (id, { revision, ...texts }) =>
      nominations.saveStory(event.locals.db, id, texts, revision)
    ),
  publish: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    const published = (await event.request.formData()).get('published') === 'yes';
    try {
      await nominations.publishStory(event.locals.db, event.params.nomination, published);
      return { done: published ? 'published' : 'unpublished' };
    } catch (e) {
      return failure(e);
    }
  }
};
