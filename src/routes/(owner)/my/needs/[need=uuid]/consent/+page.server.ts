import { redirect } from '@sveltejs/kit';
import { consentUntil } from '$lib/domain/leads/clock';
import { CONSENT_FIELDS, consentSchema } from '$lib/schemas/lead';
import { requireUser } from '$lib/server/auth/require-user';
import * as enterprises from '$lib/server/data/enterprises';
import * as needs from '$lib/server/data/needs';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const MOST = 3;

export const load: PageServerLoad = async (event) => {
  requireUser(event);
  const { db, locale } = event.locals;
  const query = event.url.searchParams;
  try {
    const need = await needs.read(db, event.params.need);
    const [fits, text, firm] = await Promise.all([
      needs.providers(db, need.need_id),
      needs.consentText(db, locale),
      enterprises.read(db, need.enterprise_id)
    ]);
    const agreed = new Set(need.consents.filter(({ withdrawn_at }) => !withdrawn_at).map((one) => one.provider_id));
    const asked = new Set(query.getAll('provider'));
    const chosen = fits
      .filter(({ provider_id, fits: can }) => can && !agreed.has(provider_id))
      .filter(({ provider_id, matches }) => (query.has('best') ? matches : asked.has(provider_id)))
      .slice(0, MOST);
    if (chosen.length === 0) redirect(303, `/my/needs/${need.need_id}?choose#providers`);
    const until = consentUntil(Date.now(), text.months);
    const shown = {
      ...firm,
      // A number of 12 digits is a person's and never goes out.
      tax_code: firm.tax_code?.length === 12 ? null : firm.tax_code,
      result: firm.latest_assessment_id ? String(firm.latest_level ?? '') : null
    };
    return {
      need: { need_id: need.need_id, purpose: need.purpose, category: need.category },
      chosen: chosen.map((fit) => ({ value: fit.provider_id, label: fit.provider_name, solution: fit.solution_name })),
      // What the firm has not filled in cannot be passed on.
      fields: CONSENT_FIELDS.flatMap((name) => (shown[name] ? [{ name, value: shown[name] }] : [])),
      text: { ...text, until }
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    requireUser(event);
    const { db, locale } = event.locals;
    const parsed = parseForm(consentSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { provider, version, fields } = parsed.data;
    try {
      await needs.giveConsents(db, event.params.need, { provider_ids: provider, version, locale, fields });
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, `/my/needs/${event.params.need}?consented`);
  }
};
