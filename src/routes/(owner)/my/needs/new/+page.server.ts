import { redirect } from '@sveltejs/kit';
import { suggestCategories } from '$lib/domain/leads/match';
import { needSchema } from '$lib/schemas/lead';
import { requireUser } from '$lib/server/auth/require-user';
import * as enterprises from '$lib/server/data/enterprises';
import * as needs from '$lib/server/data/needs';
import * as results from '$lib/server/data/results';
import { AppError, failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const UUID = /^[0-9a-f-]{36}$/;
/** How many weak indices a need takes over from a result. */
const WEAKEST = 3;

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db, locale } = event.locals;
  const assessment = event.url.searchParams.get('assessment') ?? '';
  try {
    const [mine, categories, weak] = await Promise.all([
      enterprises.listMine(db, user.id),
      needs.categories(db),
      UUID.test(assessment) ? weakOf(event.locals, assessment) : null
    ]);
    const firms = weak ? mine.filter(({ enterprise_id }) => enterprise_id === weak.firm) : mine;
    const [first] = firms;
    if (!first) throw new AppError('not_found');
    const suggested = new Set(
      (weak ? suggestCategories(categories, weak.pillars, first.kind) : []).slice(0, 6).map((one) => one.category_id)
    );
    const named = categories.map((one) => ({
      value: one.category_id,
      label: locale === 'vi' ? one.name_vi : one.name_en,
      signal: locale === 'vi' ? one.signal_vi : one.signal_en,
      suggested: suggested.has(one.category_id)
    }));
    return {
      firms: firms.map(({ enterprise_id, name }) => ({ value: enterprise_id, label: name })),
      categories: named.toSorted((a, b) => Number(b.suggested) - Number(a.suggested)),
      assessment: weak ? assessment : null,
      indices: weak?.indices ?? []
    };
  } catch (e) {
    raise(e);
  }
};

/** The weakest pillars and indices of a counted result; null for one that does not count. */
async function weakOf({ db, locale }: App.Locals, assessment: string) {
  const { told, assessment: row } = await results.read(db, assessment, locale);
  if (!told || row.state !== 'submitted') return null;
  const weakest = <T extends { share: number }>(parts: T[]) => parts.toSorted((a, b) => a.share - b.share);
  const { pillars } = told.report;
  return {
    firm: row.enterprise.enterprise_id,
    pillars: weakest(pillars)
      .slice(0, WEAKEST)
      .map(({ id }) => id),
    indices: weakest(pillars.flatMap(({ indices }) => indices))
      .slice(0, WEAKEST)
      .map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))
  };
}

export const actions: Actions = {
  default: async (event) => {
    requireUser(event);
    const parsed = parseForm(needSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { enterprise_id, ...details } = parsed.data;
    let made: string;
    try {
      made = await needs.state(event.locals.db, enterprise_id, details);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, `/my/needs/${made}?stated`);
  }
};
