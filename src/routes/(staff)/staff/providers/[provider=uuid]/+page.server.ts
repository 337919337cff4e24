import { standingOf, vietnameseDay } from '$lib/domain/provider/standing';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as flags from '$lib/server/data/abuse-flags';
import * as providers from '$lib/server/data/providers';
import * as solutions from '$lib/server/data/solutions';
import { listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import { decide } from '$lib/server/review-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const id = event.params.provider;
  const now = Date.now();
  const today = vietnameseDay(now);
  try {
    const row = await providers.read(db, id);
    const decides = roles.staff.some((role) => role === 'officer' || role === 'manager');
    const [offered, history, own, names, choices, found] = await Promise.all([
      solutions.list(db, id),
      providers.history(db, id),
      providers.actsFor(db, id),
      listNames(db, locale),
      solutions.choices(db, locale),
      decides ? flags.list(db, id) : []
    ]);
    const labels = (list: { value: string; label: string }[]) =>
      Object.fromEntries(list.map(({ value, label }) => [value, label]));
    return {
      provider: { ...row, standing: standingOf(row, today) },
      // Those that wait for a decision come first.
      solutions: offered
        .map((solution) => ({ ...solution, standing: standingOf(solution, today) }))
        .sort((a, b) => Number(b.state === 'submitted') - Number(a.state === 'submitted')),
      history,
      names,
      categories: labels(choices.categories),
      indices: labels(choices.indices),
      inAYear: vietnameseDay(now, 1),
      flags: found,
      decides,
      own
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    return decide(event, event.params.provider);
  }
};
