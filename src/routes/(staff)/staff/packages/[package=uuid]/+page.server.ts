import { fail } from '@sveltejs/kit';
import { packageStateSchema } from '$lib/schemas/package';
import { uuid } from '$lib/schemas/fields';
import { requireStaff } from '$lib/server/auth/require-staff';
import { packageChoices } from '$lib/server/data/package-choices';
import * as packages from '$lib/server/data/packages';
import { packageChanges } from '$lib/server/data/programme-figures';
import { AppError, failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { problemsOf } from '$lib/server/package-form';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 25;

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { locals, params, url } = event;
  const { db, locale } = locals;
  const fits: 'yes' | 'no' = url.searchParams.get('fits') === 'no' ? 'no' : 'yes';
  const after = readAfter(url.searchParams.get('after'));
  try {
    const found = await packages.read(db, params.package);
    const ofProvince = roles.staff.some((role) => role === 'officer' || role === 'manager');
    const [choices, counts, rows, changes] = await Promise.all([
      packageChoices(db, locale),
      packages.counts(db, [params.package]),
      packages.candidates(db, params.package, { fits, after, size: PAGE + 1 }),
      // Figures of the whole province: a district officer sees firms one by one.
      ofProvince ? packageChanges(db, params.package) : null
    ]);
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return {
      ...found,
      choices,
      count: counts.get(params.package) ?? null,
      firms: shown,
      fits,
      first: after ? `?fits=${fits}` : null,
      next: rows.length > PAGE && last ? `?fits=${fits}&after=${last.sort_key}~${last.enterprise_id}` : null,
      mayEdit: ofProvince,
      changes,
      saved: url.searchParams.has('saved')
    };
  } catch (e) {
    raise(e);
  }
};

/** `points~id` of the last row; anything else begins at the start. */
function readAfter(text: string | null): { key: string; id: string } | null {
  const [key = '', id = ''] = text?.split('~') ?? [];
  return /^-?\d{1,6}$/.test(key) && uuid.safeParse(id).success ? { key, id } : null;
}

export const actions: Actions = {
  state: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    const parsed = parseForm(packageStateSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await packages.setState(event.locals.db, event.params.package, parsed.data.state, parsed.data.revision);
      return { done: parsed.data.state };
    } catch (refusal) {
      if (refusal instanceof AppError && problemsOf(refusal.details).terms) return fail(422, { noTerms: true });
      return failure(refusal);
    }
  }
};
