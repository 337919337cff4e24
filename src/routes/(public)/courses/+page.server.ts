import { courseFilters } from '$lib/schemas/course';
import * as courses from '$lib/server/data/courses';
import { listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db, locale } = locals;
  const filters = courseFilters(url.searchParams);
  try {
    const [found, names] = await Promise.all([courses.listOpen(db, filters), listNames(db, locale)]);
    return {
      filters,
      courses: found.map(
        ({ course_id, size_classes, section_ids, min_level, max_level, is_sample, sessions, ...course }) => ({
          ...{ course_id, size_classes, min_level, max_level, is_sample, sessions },
          title: course[`title_${locale}`],
          summary: course[`summary_${locale}`],
          sectors: section_ids.flatMap((id) => names.sections[id] ?? [])
        })
      )
    };
  } catch (e) {
    raise(e);
  }
};
