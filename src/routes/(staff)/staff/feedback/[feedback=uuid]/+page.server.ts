import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { dayInVietNam } from '$lib/domain/calendar/today';
import { answerSchema, assignSchema, closeSchema, noFieldsSchema, publishAnswerSchema } from '$lib/schemas/feedback';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as feedback from '$lib/server/data/feedback';
import { listNames } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad, RouteParams } from './$types';

type Event = RequestEvent<RouteParams>;

export const load: PageServerLoad = async (event) => {
  const { user } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  try {
    const [{ feedback: entry, moves }, handlers, names] = await Promise.all([
      feedback.read(db, event.params.feedback),
      feedback.handlers(db, event.params.feedback),
      listNames(db, locale)
    ]);
    const people = new Map(handlers.map(({ user_id, name }) => [user_id, name]));
    return {
      entry,
      handlers,
      me: user.id,
      today: dayInVietNam(new Date()),
      place: entry.about_unit_id && (names.units[entry.about_unit_id] ?? null),
      moves: moves.map(({ feedback_move_id, step, at, note, actor }) => ({
        ...{ feedback_move_id, step, at, note },
        who: actor && (people.get(actor) ?? null)
      }))
    };
  } catch (e) {
    raise(e);
  }
};

async function take<T>(event: Event, schema: z.ZodType<T>, work: (db: App.Locals['db'], data: T) => Promise<void>) {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const parsed = parseForm(schema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    await work(event.locals.db, parsed.data);
    return { done: true };
  } catch (e) {
    return failure(e, parsed.values);
  }
}

export const actions: Actions = {
  assign: (event) =>
    take(event, assignSchema, (db, { user_id }) => feedback.assign(db, event.params.feedback, user_id)),
  answer: (event) => take(event, answerSchema, (db, { answer }) => feedback.answer(db, event.params.feedback, answer)),
  publish: (event) =>
    take(event, publishAnswerSchema, (db, { question }) => feedback.publish(db, event.params.feedback, question)),
  unpublish: (event) => take(event, noFieldsSchema, (db) => feedback.publish(db, event.params.feedback, null)),
  close: (event) => take(event, closeSchema, (db, { note }) => feedback.close(db, event.params.feedback, note))
};
