import type { Facts, Part, Parts } from '$lib/domain/support/priority';
import type { I18n } from '$lib/i18n/instance';

type Speech = Pick<I18n, 't' | 'number' | 'percent' | 'money'>;

/**
 * Why a part has its value, in the page's language. The counts of the district are shown where they are there: to staff;
 * an owner is told what the part means.
 */
export function whyOf({ t, number, percent, money }: Speech, part: Part, facts: Facts, parts: Parts): string {
  switch (part) {
    case 'gap':
      return t('allocation:why.gap', { missing: number(facts.missing), max: number(facts.max) });
    case 'need':
      return t(`allocation:why.need_${facts.need}`);
    case 'verified':
      return t('allocation:why.verified', { share: percent(facts.verified) });
    case 'commitment':
      if (facts.own === null) return t('allocation:why.commitment_none');
      if (facts.needed === 0) return t('allocation:why.commitment_free');
      return t('allocation:why.commitment', { own: money(facts.own), needed: money(facts.needed) });
    case 'cluster':
      return t(facts.in_cluster ? 'allocation:why.cluster_yes' : 'allocation:why.cluster_no');
    case 'area':
      if (facts.all_supported === undefined) {
        return t(parts.area > 0 ? 'allocation:why.area_behind' : 'allocation:why.area_even');
      }
      if (facts.all_supported === 0) return t('allocation:why.area_nobody');
      return t('allocation:why.area', {
        supported: number(facts.district_supported),
        all_supported: number(facts.all_supported),
        firms: number(facts.district_firms),
        all_firms: number(facts.all_firms)
      });
    case 'waiting':
      return t(facts.own === null ? 'allocation:why.waiting_assessed' : 'allocation:why.waiting_applied', {
        days: number(facts.days)
      });
  }
}
