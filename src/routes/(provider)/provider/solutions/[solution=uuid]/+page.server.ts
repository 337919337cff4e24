import { redirect, type RequestEvent } from '@sveltejs/kit';
import { standingOf, vietnameseDay } from '$lib/domain/provider/standing';
import { revisionSchema } from '$lib/schemas/enterprise';
import { requireOwnProvider } from '$lib/server/auth/own-provider';
import * as providers from '$lib/server/data/providers';
import * as solutions from '$lib/server/data/solutions';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { saveSolution, solutionFields } from '$lib/server/provider-form';
import type { Actions, PageServerLoad, RouteParams } from './$types';

type Event = RequestEvent<RouteParams>;

/** The solution of whichever provider of the person; throws not_found. */
async function ownSolution(event: Event | Parameters<PageServerLoad>[0]) {
  const { all } = await requireOwnProvider(event);
  const ids = all.map(({ provider_id }) => provider_id);
  return solutions.read(event.locals.db, ids, event.params.solution);
}

export const load: PageServerLoad = async (event) => {
  const { locals } = event;
  try {
    const row = await ownSolution(event);
    const [choices, history] = await Promise.all([
      solutions.choices(locals.db, locals.locale),
      providers.history(locals.db, row.provider_id)
    ]);
    return {
      name: row.name,
      provider: row.provider_id,
      revision: row.revision,
      standing: standingOf(row, vietnameseDay(Date.now())),
      approved_until: row.approved_until,
      stored: solutionFields(row),
      choices,
      history: history.filter(({ solution_id }) => solution_id === row.solution_id)
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  save: async (event) => {
    const { provider_id } = await ownSolution(event).catch(raise);
    return saveSolution(event, provider_id, event.params.solution);
  },
  withdraw: async (event) => {
    const { provider_id } = await ownSolution(event).catch(raise);
    const parsed = parseForm(revisionSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await solutions.withdraw(event.locals.db, event.params.solution, parsed.data.revision);
    } catch (e) {
      return failure(e);
    }
    redirect(303, `/provider/solutions?done=withdrawn&provider=${provider_id}`);
  }
};
