import { at } from '$lib/domain/support/allocation';
import { acceptSchema } from '$lib/schemas/allocation';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as runs from '$lib/server/data/allocation-runs';
import { namesOf } from '$lib/server/data/candidates';
import { listNames } from '$lib/server/data/staff-list-choices';
import { AppError, failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { byLine, byPackage, firmsOf, pairsOf } from './summary';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  try {
    const [run, places] = await Promise.all([runs.read(db, event.params.run), listNames(db, locale)]);
    const { inputs, result } = run;
    const head = {
      id: run.allocation_run_id,
      state: run.state,
      startedAt: run.started_at,
      weightsVersion: run.weights_version,
      candidates: inputs.pairs.length,
      units: places.units,
      quotas: inputs.quotas,
      accepted: run.accepted
    };
    if (result?.state !== 'solved') {
      return { ...head, shortfalls: result?.state === 'infeasible' ? result.shortfalls : [], solved: null };
    }
    const packages = byPackage(inputs, result.chosen);
    const asked = inputs.packages.findIndex(({ code }) => code === event.url.searchParams.get('package'));
    const most = packages.findIndex(({ chosen }) => chosen > 0);
    const index = asked >= 0 ? asked : Math.max(0, most);
    const shown = pairsOf(inputs, result.chosen, result.missed, index);
    const names = await namesOf(
      db,
      [...shown.chosen, ...shown.missed].map(({ enterprise_id }) => enterprise_id)
    );
    const { points, bound, gap, optimal, seconds, greedy } = result;
    return {
      ...head,
      shortfalls: [],
      solved: {
        total: { points: points / 100, bound: bound / 100, gap, optimal, seconds },
        pairs: result.chosen.length,
        firms: firmsOf(inputs, result.chosen),
        greedy: { ...greedy, points: greedy.points / 100 },
        lines: byLine(inputs, result.chosen),
        packages,
        shown: { ...shown, package_id: at(inputs.packages, index).package_id, code: at(inputs.packages, index).code },
        names
      }
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  accept: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    const { db } = event.locals;
    const parsed = parseForm(acceptSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      const { result, accepted, inputs } = await runs.read(db, event.params.run);
      if (result?.state !== 'solved') throw new AppError('wrong_state');
      const done = new Set(accepted.map((row) => `${row.package_id} ${row.enterprise_id}`));
      const isOpen = (pair: number) => {
        const [firm, index] = at(inputs.pairs, pair);
        return !done.has(`${at(inputs.packages, index).package_id} ${at(inputs.firms, firm).enterprise_id}`);
      };
      const pairs = parsed.data.all ? result.chosen.filter(isOpen) : parsed.data.pairs;
      if (pairs.length === 0) return invalid({ values: parsed.values, errors: { pairs: 'required' } });
      const rows = await runs.accept(db, event.params.run, pairs);
      const refused = rows.filter(({ ok }) => !ok);
      return {
        made: rows.length - refused.length,
        refused,
        names: await namesOf(
          db,
          refused.map(({ enterprise_id }) => enterprise_id)
        )
      };
    } catch (e) {
      return failure(e, parsed.values);
    }
  }
};
