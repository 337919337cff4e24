import { z } from 'zod';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as versions from '$lib/server/data/questionnaire-versions';
import { AppError, raise } from '$lib/server/errors';
import { differencesOf } from './differences';
import type { PageServerLoad } from './$types';

const query = z.object({ a: z.uuid(), b: z.uuid() });

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator', 'manager');
  const { db, locale } = event.locals;
  try {
    const asked = query.safeParse(Object.fromEntries(event.url.searchParams));
    if (!asked.success) throw new AppError('not_found');
    const [all, a, b] = await Promise.all([
      versions.list(db),
      versions.read(db, asked.data.a),
      versions.read(db, asked.data.b)
    ]);
    return {
      versions: all,
      a: { version_id: a.version_id, name: `${a.questionnaire} ${a.version}` },
      b: { version_id: b.version_id, name: `${b.questionnaire} ${b.version}` },
      ...differencesOf(a.document, b.document, locale)
    };
  } catch (e) {
    raise(e);
  }
};
