import { standingOf, vietnameseDay } from '$lib/domain/provider/standing';
import { chosenProvider } from '$lib/server/auth/own-provider';
import { requireUser } from '$lib/server/auth/require-user';
import * as providers from '$lib/server/data/providers';
import * as solutions from '$lib/server/data/solutions';
import { raise } from '$lib/server/errors';
import { providerFields, saveProvider } from '$lib/server/provider-form';
import type { Actions, PageServerLoad } from './$types';

// Among the pages of everybody who is signed in: whoever acts for no provider may put one forward here.
export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db, locale } = event.locals;
  try {
    const [all, choices] = await Promise.all([providers.mine(db, user.id), solutions.choices(db, locale)]);
    const own = chosenProvider(all, event);
    const steps = own ? await providers.history(db, own.provider_id) : [];
    return {
      organisations: all.map(({ provider_id, name }) => ({ provider_id, name })),
      provider: own && {
        name: own.name,
        standing: standingOf(own, vietnameseDay(Date.now())),
        approved_until: own.approved_until,
        is_sample: own.is_sample
      },
      stored: own ? providerFields(own) : { max_open_leads: '10' },
      history: steps.filter(({ solution_id }) => solution_id === null),
      units: choices.units,
      done: event.url.searchParams.get('done')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    const user = requireUser(event);
    const all = await providers.mine(event.locals.db, user.id).catch(raise);
    return saveProvider(event, chosenProvider(all, event));
  }
};
