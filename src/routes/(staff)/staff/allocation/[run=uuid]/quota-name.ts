import type { Quota } from '$lib/domain/support/allocation';
import type { I18n } from '$lib/i18n/instance';

/** The size class or the place that a quota is about, in the page's language. */
export function quotaName({ t }: Pick<I18n, 't'>, quota: Quota, units: Record<string, string>): string {
  return quota.kind === 'size' ? t(`enterprise:size.${quota.value}`) : (units[quota.value] ?? quota.value);
}
