import type { ReportNext, ReportStep, ShownAnswer } from '$lib/domain/assessment/report';
import type { I18n } from '$lib/i18n/instance';

/** "Thêm 1 trụ cột đạt mức 3 và 12 điểm nữa là lên mức 3 – Hình thành." The page and the PDF say the same. */
export function whyNotHigher({ t }: Pick<I18n, 't'>, next: ReportNext): string {
  const pillars = next.pillarsNeeded > 0 && t('result:why.pillars', { count: next.pillarsNeeded, at: next.atLevel });
  const points = next.pointsNeeded > 0 && t('result:why.points', { count: next.pointsNeeded });
  const what = pillars && points ? t('result:why.and', { pillars, points }) : pillars || points;
  return t('result:why.sentence', { what, level: next.level, name: next.name });
}

/** Which of the two conditions already holds, or nothing when both are open. */
export function conditionMet({ t }: Pick<I18n, 't'>, next: ReportNext): string | null {
  if (next.pointsNeeded === 0) return t('result:why.points_met');
  if (next.pillarsNeeded === 0) return t('result:why.pillars_met');
  return null;
}

/** What a step brings beside its points. */
export function reasonOf({ t }: Pick<I18n, 't'>, step: ReportStep): string {
  return t(`result:steps.reason.${step.reason}`, { pillar: step.pillar, level: step.pillarLevel });
}

/** Where a step leads: the words of the level, or the share that must be exceeded. */
export function aimOf({ t, percent }: Pick<I18n, 't' | 'percent'>, { aim }: ReportStep): string {
  if ('text' in aim) return aim.text;
  const { numerator, denominator, shareOver } = aim;
  if (shareOver === 0) return t('result:steps.more_than_none', { numerator });
  return t('result:steps.share_over', { numerator, denominator, share: percent(shareOver / 100, 0) });
}

/** An answer in words: what its level says, or "15 trên 20 hóa đơn (75%)". */
export function answerWords(
  { t, number, percent }: Pick<I18n, 't' | 'number' | 'percent'>,
  answer: ShownAnswer
): string {
  if (answer.kind === 'level') return answer.text;
  if (answer.kind === 'not_applicable') return t('result:answers.not_applicable');
  if (answer.kind === 'none') return t('result:answers.missing');
  const { numerator, denominator, unit } = answer;
  return t('result:answers.ratio', {
    numerator: number(numerator, { maximumFractionDigits: 6 }),
    denominator: number(denominator, { maximumFractionDigits: 6 }),
    unit,
    percent: percent(answer.percent / 100)
  });
}
