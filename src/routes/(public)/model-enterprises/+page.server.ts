import * as nominations from '$lib/server/data/nominations';
import { listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  try {
    const [stories, names] = await Promise.all([
      nominations.publishedStories(locals.db),
      listNames(locals.db, locals.locale)
    ]);
    return {
      stories: stories.map((story) => ({
        ...story,
        place: names.units[story.unit_id] ?? names.units[story.district_id] ?? '',
        section: names.sections[story.section_id] ?? ''
      }))
    };
  } catch (e) {
    raise(e);
  }
};
