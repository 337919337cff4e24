import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { dayInVietNam } from '$lib/domain/calendar/today';
import { articlePublishSchema, articleRevisionSchema, articleSchema } from '$lib/schemas/article';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as articles from '$lib/server/data/articles';
import { pillarNames } from '$lib/server/data/pillar-names';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { preview, storedFields } from '../form.server';
import type { Actions, PageServerLoad, RouteParams } from './$types';

type Event = RequestEvent<RouteParams>;

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  try {
    const [article, pillars] = await Promise.all([articles.read(db, event.params.article), pillarNames(db, locale)]);
    const { kind, slug, state, publish_on, revision, is_sample } = article;
    return {
      article: { kind, slug, state, publish_on, revision, is_sample, title: article[`title_${locale}`] },
      stored: storedFields(article),
      pillars,
      today: dayInVietNam(new Date())
    };
  } catch (e) {
    raise(e);
  }
};

async function take<T>(event: Event, schema: z.ZodType<T>, work: (data: T) => Promise<unknown>) {
  await requireStaff(event, 'officer', 'manager');
  const parsed = parseForm(schema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    await work(parsed.data);
    return { done: true };
  } catch (e) {
    return failure(e, parsed.values);
  }
}

export const actions: Actions = {
  save: (event) =>
    take(event, articleSchema.extend(articleRevisionSchema.shape), ({ revision, ...details }) =>
      articles.save(event.locals.db, event.params.article, details, revision)
    ),
  preview: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    return preview(event);
  },
  publish: (event) =>
    take(event, articlePublishSchema, ({ revision, publish_on }) =>
      articles.setPublished(event.locals.db, event.params.article, true, revision, publish_on)
    ),
  unpublish: (event) =>
    take(event, articleRevisionSchema, ({ revision }) =>
      articles.setPublished(event.locals.db, event.params.article, false, revision)
    ),
  discard: async (event) => {
    const answer = await take(event, articleRevisionSchema, ({ revision }) =>
      articles.discard(event.locals.db, event.params.article, revision)
    );
    if ('done' in answer) redirect(303, '/staff/articles');
    return answer;
  }
};
