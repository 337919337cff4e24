import type { AnswerValue } from '$lib/domain/assessment/answers';
import type { LocalCriterion } from '$lib/domain/assessment/localise';
import type { I18n } from '$lib/i18n/instance';

/** An answer in words, as it is read back to the person who gave it. */
export function answerWords(
  { t, number, percent }: I18n,
  criterion: LocalCriterion,
  value: AnswerValue | null
): string {
  if (!value) return t('assessment:answer.none');
  if ('notApplicable' in value) return t('assessment:answer.not_applicable');
  if ('level' in value) {
    const level = String(value.level) as '0' | '1' | '2' | '3' | '4' | '5';
    return criterion.kind === 'ordinal' ? `${level} – ${criterion.levels[level]}` : level;
  }
  const digits = { maximumFractionDigits: 6 };
  const share = value.denominator === 0 ? 0 : value.numerator / value.denominator;
  return t('assessment:answer.ratio', {
    numerator: number(value.numerator, digits),
    denominator: number(value.denominator, digits),
    share: percent(share)
  });
}
