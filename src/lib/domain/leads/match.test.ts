import { describe, expect, test } from 'vitest';
import { conditionVariant, suggestCategories, type SolutionCondition } from './match';

const NAMES = { vi: 'Tên', en: 'Name' };

describe('conditions of a solution', () => {
  test.each<[SolutionCondition, string]>([
    [{ id: 'category', met: true, value: NAMES, wanted: NAMES }, 'met'],
    [{ id: 'kind', met: true, value: 'enterprise', wanted: [] }, 'any'],
    [{ id: 'kind', met: false, value: 'enterprise', wanted: ['household'] }, 'failed'],
    [{ id: 'size', met: true, value: null, wanted: ['micro'] }, 'any'],
    [{ id: 'size', met: true, value: 'micro', wanted: ['micro'] }, 'met'],
    [{ id: 'size', met: false, value: null, wanted: ['micro'] }, 'failed'],
    [{ id: 'unit', met: false, value: null, wanted: [NAMES] }, 'failed'],
    [{ id: 'price', met: true, value: { price: null, support: 0 }, wanted: 5 }, 'quote'],
    [{ id: 'price', met: true, value: { price: 9, support: 0 }, wanted: null }, 'open'],
    [{ id: 'price', met: true, value: { price: 9, support: 5 }, wanted: 5 }, 'met_supported'],
    [{ id: 'price', met: false, value: { price: 9, support: 0 }, wanted: 5 }, 'failed'],
    [{ id: 'room', met: false, value: null, wanted: null }, 'failed']
  ])('%o is said as %s', (condition, variant) => {
    expect(conditionVariant(condition)).toBe(variant);
  });

  test('categories of the weakest pillar come first, and none that is not for the kind', () => {
    const categories = [
      { id: 'a', pillar_ids: ['1'], kinds: ['enterprise'] },
      { id: 'b', pillar_ids: ['4', '1'], kinds: ['enterprise'] },
      { id: 'c', pillar_ids: ['4'], kinds: ['household'] },
      { id: 'd', pillar_ids: ['2'], kinds: ['enterprise'] }
    ];
    expect(suggestCategories(categories, ['4', '1'], 'enterprise').map(({ id }) => id)).toEqual(['b', 'a']);
  });
});
