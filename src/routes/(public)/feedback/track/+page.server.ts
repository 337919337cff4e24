import type { RequestEvent } from '@sveltejs/kit';
import { dayInVietNam } from '$lib/domain/calendar/today';
import { rateSchema, trackSchema } from '$lib/schemas/feedback';
import * as feedback from '$lib/server/data/feedback';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAddressLimit } from '$lib/server/limits';
import type { Actions } from './$types';

/** What the page shows of it, with the code for the next form: whoever looks has just typed it. */
async function tell({ locals }: RequestEvent, code: string) {
  return { found: { code, tracked: await feedback.track(locals.db, code), today: dayInVietNam(new Date()) } };
}

/** The code comes in the body, so that it stands in no address, no history and no log. */
export const actions: Actions = {
  track: async (event) => {
    const parsed = parseForm(trackSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await takeAddressLimit(event, 'follow-opinion:address');
      return await tell(event, parsed.data.code);
    } catch (e) {
      return failure(e);
    }
  },
  rate: async (event) => {
    const parsed = parseForm(rateSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { code, rating } = parsed.data;
    try {
      await takeAddressLimit(event, 'follow-opinion:address');
      await feedback.rate(event.locals.db, code, rating);
      return await tell(event, code);
    } catch (e) {
      return failure(e);
    }
  }
};
