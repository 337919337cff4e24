import { answerErrors, type Answers } from '$lib/domain/assessment/answers';
import { localise } from '$lib/domain/assessment/localise';
import { criteriaOf } from '$lib/domain/assessment/outline';
import * as questionnaires from '$lib/server/data/questionnaires';
import * as programmes from '$lib/server/data/programmes';
import { units } from '$lib/server/data/reference';
import { failure, raise } from '$lib/server/errors';
import { takeAddressLimit } from '$lib/server/limits';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  try {
    const [{ document }, places] = await Promise.all([
      questionnaires.published(locals.db, 'quick-check'),
      units(locals.db)
    ]);
    const name = locals.locale === 'vi' ? 'name_vi' : 'name_en';
    const districts = new Map(
      places.filter(({ level }) => level === 'district').map((unit) => [unit.unit_id, unit[name]])
    );
    return {
      questionnaire: localise(document, locals.locale),
      communes: places
        .filter(({ level }) => level === 'commune')
        .map((unit) => ({ value: unit.unit_id, label: unit[name], group: districts.get(unit.district_id ?? '') }))
    };
  } catch (e) {
    raise(e);
  }
};

/** Both steps of a browser without JavaScript: the next pillar, or the result. Nothing is stored but the count. */
export const actions: Actions = {
  next: async ({ request, locals }) => {
    const { answers, step } = await read(request, locals);
    return { answers, step: step + 1, done: false };
  },
  back: async ({ request, locals }) => {
    const { answers, step } = await read(request, locals);
    return { answers, step: Math.max(0, step - 1), done: false };
  },
  result: async (event) => {
    const { answers, step, document, unit } = await read(event.request, event.locals);
    const missing = criteriaOf(document)
      .filter(({ id }) => !answers[id])
      .map(({ id }) => id);
    if (missing.length > 0) return fail(422, { answers, step, done: false, missing });
    try {
      await takeAddressLimit(event, 'quick-check:address');
      await programmes.countQuickCheck(event.locals.db, unit);
    } catch (e) {
      return failure(e);
    }
    return { answers, step, done: true };
  }
};

async function read(request: Request, locals: App.Locals) {
  const form = await request.formData();
  const { document } = await questionnaires.published(locals.db, 'quick-check').catch(raise);
  const answers: Answers = {};
  for (const { id } of criteriaOf(document)) {
    const value = { level: Number(form.get(id) ?? NaN) };
    if (answerErrors(document, { [id]: value }).length === 0) answers[id] = value;
  }
  const step = Number(form.get('step'));
  return {
    document,
    answers,
    step: Number.isInteger(step) && step >= 0 && step < document.pillars.length ? step : 0,
    unit: form.get('unit')?.toString() || null
  };
}
