import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportNext, ReportStep } from '$lib/domain/assessment/report';
import { createI18n, type I18n } from '$lib/i18n/instance';
import { aimOf, conditionMet, reasonOf, whyNotHigher } from './words';

const next: ReportNext = { level: 3, name: 'Hình thành', pointsNeeded: 12, pillarsNeeded: 1, atLevel: 3, closest: [] };
const step: ReportStep = {
  id: '1.1.3',
  name: 'Chi tiếp thị trên mạng',
  pillar: 'Vận hành',
  index: 'Nguồn nhân lực',
  fromLevel: 2,
  toLevel: 3,
  gain: 1,
  reason: 'lifts_pillar',
  pillarLevel: 3,
  advice: '',
  aim: { numerator: 'Tiền trên mạng', denominator: 'Tổng tiền', shareOver: 40 }
};

let vi: I18n;
let en: I18n;
beforeAll(async () => {
  [vi, en] = await Promise.all([createI18n('vi', ['result']), createI18n('en', ['result'])]);
});

describe('why the level is not higher', () => {
  it('names both conditions', () => {
    expect(whyNotHigher(vi, next)).toBe('Thêm 1 trụ cột đạt mức 3 và 12 điểm nữa là lên mức 3 – Hình thành.');
    expect(whyNotHigher(en, { ...next, name: 'Forming' })).toBe(
      'Needed for level 3, Forming: 1 more pillar at level 3 and 12 more points.'
    );
    expect(conditionMet(vi, next)).toBeNull();
  });

  it('names the one that is missing and says that the other holds', () => {
    expect(whyNotHigher(vi, { ...next, pointsNeeded: 0 })).toBe(
      'Thêm 1 trụ cột đạt mức 3 nữa là lên mức 3 – Hình thành.'
    );
    expect(whyNotHigher(vi, { ...next, pillarsNeeded: 0 })).toBe('Thêm 12 điểm nữa là lên mức 3 – Hình thành.');
    expect(conditionMet(vi, { ...next, pointsNeeded: 0 })).toContain('Số điểm đã đủ');
    expect(conditionMet(vi, { ...next, pillarsNeeded: 0 })).toContain('còn thiếu điểm');
  });
});

describe('a step', () => {
  it('aims at a share, or at anything above nothing', () => {
    expect(aimOf(vi, step)).toBe('Tiền trên mạng: trên 40% của “Tổng tiền”.');
    expect(aimOf(vi, { ...step, aim: { numerator: 'Tiền', denominator: 'Tổng', shareOver: 0 } })).toBe(
      'Tiền: lớn hơn 0.'
    );
    expect(aimOf(vi, { ...step, aim: { text: 'Có trang web.' } })).toBe('Có trang web.');
  });

  it('has words for every reason', () => {
    for (const reason of ['lifts_pillar', 'towards_pillar', 'points'] as const) {
      expect(reasonOf(vi, { ...step, reason })).toContain('Vận hành');
    }
  });
});
