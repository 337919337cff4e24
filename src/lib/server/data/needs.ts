import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { SolutionCondition } from '$lib/domain/leads/match';
import type { LeadState } from '$lib/domain/leads/lead';
import type { Locale } from '$lib/i18n/locales';
import type { NeedDetails } from '$lib/schemas/lead';
import { AppError, toAppError } from '$lib/server/errors';
import * as questionnaires from './questionnaires';

/** What firms look for, and whom they let be asked about it. */

type Db = SupabaseClient<Database>;
type Tables = Database['public']['Tables'];

export interface Names {
  name_vi: string;
  name_en: string;
}

export type Consent = Pick<
  Tables['lead_consents']['Row'],
  'consent_id' | 'provider_id' | 'position' | 'version' | 'fields' | 'given_at' | 'expires_on' | 'withdrawn_at'
> & {
  provider: { name: string; is_sample: boolean } | null;
  lead: { lead_id: string; state: LeadState; respond_by: string } | null;
};

export type Need = Omit<Tables['needs']['Row'], 'created_by' | 'revision' | 'closed_at'> & {
  category: Names;
  enterprise: { name: string; is_sample: boolean };
  consents: Consent[];
};

/** A provider of a need with its best solution (`private.providers_for_need`). Money in VND a year. */
export interface Fit {
  provider_id: string;
  provider_name: string;
  is_sample: boolean;
  solution_id: string;
  solution_name: string;
  summary_vi: string;
  summary_en: string | null;
  price_model: Database['public']['Enums']['price_model'];
  price_year: number | null;
  price_url: string;
  open_standard: boolean;
  data_location: string;
  certificate: string | null;
  /** All conditions are met; all but that there is room now. */
  matches: boolean;
  fits: boolean;
  support: number;
  conditions: SolutionCondition[];
}

const SELECT =
  `need_id, enterprise_id, category_id, purpose, wanted_by, budget_min, budget_max, urgency, assessment_id, index_ids,
  state, created_at, category:solution_categories(name_vi, name_en), enterprise:enterprises(name, is_sample),
  consents:lead_consents(consent_id, provider_id, position, version, fields, given_at, expires_on, withdrawn_at,
    provider:providers(name, is_sample), lead:leads(lead_id, state, respond_by))` as const;

/** Needs of the firms given, newest first, with all consents; at most 100. */
export async function listOfFirms(db: Db, enterpriseIds: string[]): Promise<Need[]> {
  const { data, error } = await db
    .from('needs')
    .select(SELECT)
    .in('enterprise_id', enterpriseIds)
    .order('created_at', { ascending: false })
    .limit(100);
  if (error) throw toAppError(error);
  return (data as unknown as RawNeed[]).map(needOf);
}

/** One need of a firm of the person; `not_found` for others. */
export async function read(db: Db, needId: string): Promise<Need> {
  const { data, error } = await db.from('needs').select(SELECT).eq('need_id', needId).maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return needOf(data as unknown as RawNeed);
}

type RawNeed = Omit<Need, 'consents'> & { consents: (Omit<Consent, 'lead'> & { lead: Lead | Lead[] | null })[] };
type Lead = NonNullable<Consent['lead']>;

/** A consent has one lead at most, which the API gives as a row or as a list of one. */
function needOf({ consents, ...need }: RawNeed): Need {
  return {
    ...need,
    consents: consents
      .map(({ lead, ...consent }) => ({ ...consent, lead: Array.isArray(lead) ? (lead[0] ?? null) : lead }))
      .toSorted((a, b) => a.given_at.localeCompare(b.given_at) || a.position - b.position)
  };
}

/** Providers of a need, best first. */
export async function providers(db: Db, needId: string): Promise<Fit[]> {
  const { data, error } = await db.rpc('providers_for_need', { need_id: needId });
  if (error) throw toAppError(error);
  return data as unknown as Fit[];
}

/** States a need; gives its id. `too_large` beyond twenty open ones. */
export async function state(db: Db, enterpriseId: string, details: NeedDetails): Promise<string> {
  const { data, error } = await db.rpc('state_need', { enterprise_id: enterpriseId, details: details as Json });
  if (error) throw toAppError(error);
  return data;
}

export async function close(db: Db, needId: string): Promise<void> {
  const { error } = await db.rpc('close_need', { need_id: needId });
  if (error) throw toAppError(error);
}

/** Goes on to the next provider with consent; whether there was one. */
export async function askNext(db: Db, needId: string): Promise<boolean> {
  const { data, error } = await db.rpc('ask_next_provider', { need_id: needId });
  if (error) throw toAppError(error);
  return (data as string | null) !== null;
}

/** The text that holds now, with its version, the months that a consent holds, and the days a provider has to answer. */
export async function consentText(
  db: Db,
  locale: Locale
): Promise<{ version: number; text: string; months: number; days: number }> {
  const [text, rules] = await Promise.all([
    db.from('lead_consent_texts').select('*').order('version', { ascending: false }).limit(1).single(),
    db
      .from('lead_rules')
      .select('consent_months, response_days')
      .order('version', { ascending: false })
      .limit(1)
      .single()
  ]);
  if (text.error) throw toAppError(text.error);
  if (rules.error) throw toAppError(rules.error);
  return {
    version: text.data.version,
    text: locale === 'vi' ? text.data.text_vi : text.data.text_en,
    months: rules.data.consent_months,
    days: rules.data.response_days
  };
}

/**
 * Lets providers be asked, in the order given. `conflict` when the text is not the one that holds, `too_large` for more than
 * three at a time, `not_eligible` when one does not fit (any more), `already_exists` when it was agreed to already.
 */
export async function giveConsents(
  db: Db,
  needId: string,
  consent: { provider_ids: string[]; version: number; locale: Locale; fields: string[] }
): Promise<void> {
  const { error } = await db.rpc('give_lead_consents', { need_id: needId, ...consent });
  if (error) throw toAppError(error);
}

/** Takes a consent back. Repeating it changes nothing. */
export async function withdrawConsent(db: Db, consentId: string): Promise<void> {
  const { error } = await db.rpc('withdraw_lead_consent', { consent_id: consentId });
  if (error) throw toAppError(error);
}

export interface Category extends Names {
  category_id: string;
  signal_vi: string;
  signal_en: string;
  pillar_ids: string[];
  kinds: string[];
}

/** Categories of solutions in their order. */
export async function categories(db: Db): Promise<Category[]> {
  const { data, error } = await db
    .from('solution_categories')
    .select('category_id, name_vi, name_en, signal_vi, signal_en, pillar_ids, kinds')
    .order('position');
  if (error) throw toAppError(error);
  return data;
}

/** Open needs by category, district and section. Names nobody. */
export interface Demand {
  category_id: string;
  district_id: string | null;
  section_id: string | null;
  needs: number;
  firms: number;
  passed_on: number;
  urgent: number;
}

/** Staff: what firms of their area look for. */
export async function demand(db: Db): Promise<Demand[]> {
  const { data, error } = await db.rpc('need_demand');
  if (error) throw toAppError(error);
  return data as unknown as Demand[];
}

/** Names of pillars and indices of the questionnaire that counts, by id, in one language. */
export async function indexNames(db: Db, locale: Locale): Promise<Record<string, string>> {
  const { versionId } = await questionnaires.published(db, 'dbi-sme');
  const { pillars } = await questionnaires.readLocal(db, versionId, locale);
  return Object.fromEntries(
    pillars.flatMap((pillar) => [
      [pillar.id, pillar.name],
      ...pillar.indices.map(({ id, name }): [string, string] => [id, `${id} ${name}`])
    ])
  );
}
