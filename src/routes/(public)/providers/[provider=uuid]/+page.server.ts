import * as providers from '$lib/server/data/providers';
import * as solutions from '$lib/server/data/solutions';
import { listNames } from '$lib/server/data/staff-list-choices';
import { AppError, raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db, locale } = locals;
  try {
    const [{ rows }, choices, names] = await Promise.all([
      providers.directory(db, { provider_id: params.provider }),
      solutions.choices(db, locale),
      listNames(db, locale)
    ]);
    const [provider] = rows;
    if (!provider) throw new AppError('not_found');
    const labels = (list: { value: string; label: string }[]) =>
      Object.fromEntries(list.map(({ value, label }) => [value, label]));
    return { provider, names, categories: labels(choices.categories), indices: labels(choices.indices) };
  } catch (e) {
    raise(e);
  }
};
