import { feedbackSchema } from '$lib/schemas/feedback';
import * as feedback from '$lib/server/data/feedback';
import * as hotlines from '$lib/server/data/hotlines';
import { listChoices } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAddressLimit } from '$lib/server/limits';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, locale } = locals;
  try {
    const [categories, { communes }, numbers, answers] = await Promise.all([
      feedback.categories(db),
      listChoices(db, locale, []),
      hotlines.list(db),
      feedback.published(db)
    ]);
    return { categories, communes, numbers, answers };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    const parsed = parseForm(feedbackSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await takeAddressLimit(event, 'send-opinion:address');
      // The code is in this answer and nowhere else: not in an address, a cookie or the log.
      return { sent: await feedback.submit(event.locals.db, parsed.data) };
    } catch (e) {
      return failure(e, parsed.values);
    }
  }
};
