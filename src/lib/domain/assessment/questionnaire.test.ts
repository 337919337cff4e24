import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { criteriaOf, placesOf } from './outline.ts';
import { questionnaireErrors } from './questionnaire.ts';
import type { Questionnaire } from './questionnaire.ts';

// Generated cases are many, and machines are sometimes busy.
vi.setConfig({ testTimeout: 60_000 });

/** The skeleton after one change made to a copy of it; `unknown` parts let a test break the types. */
function changed(change: (doc: Questionnaire) => void): Questionnaire {
  const copy = structuredClone(skeleton);
  change(copy);
  return copy;
}

function set(target: object | undefined, key: string, value: unknown): void {
  if (target) Reflect.set(target, key, value);
}

const first = (doc: Questionnaire) => doc.pillars[0]?.indices[0]?.criteria[0];

describe('the skeleton of dbi-sme', () => {
  it('has nothing wrong', () => expect(questionnaireErrors(skeleton)).toEqual([]));
  it('has 6 pillars, 10 indices, 60 criteria and 320 points', () => {
    expect(skeleton.pillars).toHaveLength(6);
    expect(skeleton.pillars.flatMap((pillar) => pillar.indices)).toHaveLength(10);
    expect(criteriaOf(skeleton)).toHaveLength(60);
    expect(skeleton.pillars.reduce((sum, pillar) => sum + pillar.max, 0)).toBe(320);
  });
  it('gives every criterion with its index and pillar', () => {
    expect(placesOf(skeleton).every((p) => p.criterion.id.startsWith(`${p.index.id}.`))).toBe(true);
    expect(placesOf(skeleton).at(-1)).toMatchObject({ pillar: { id: '6' }, criterion: { id: '6.1.7' } });
  });
});

describe('the shape of a document', () => {
  const cases: [string, (doc: Questionnaire) => void, string, string][] = [
    ['a missing text is required', (d) => set(first(d)?.question, 'vi', undefined), 'question.vi', 'required'],
    ['a blank text is empty', (d) => set(first(d)?.question, 'en', '  '), 'question.en', 'empty'],
    [
      'a text over 2000 characters is too long',
      (d) => set(first(d)?.help, 'en', 'x'.repeat(2001)),
      'help.en',
      'too_long'
    ],
    ['a text that is a number has the wrong type', (d) => set(first(d)?.name, 'vi', 5), 'name.vi', 'wrong_type'],
    ['an unknown key is named', (d) => set(first(d), 'colour', 'red'), 'colour', 'unknown_key'],
    ['a missing kind is required', (d) => set(first(d), 'kind', undefined), 'kind', 'required'],
    ['an unknown kind is a bad value', (d) => set(first(d), 'kind', 'text'), 'kind', 'bad_value'],
    ['an ordinal criterion needs all levels', (d) => set(first(d), 'levels', {}), 'levels.0', 'required'],
    ['an inherited name is no id', (d) => set(first(d), 'id', 'constructor'), 'id', 'bad_format'],
    ['a weight of 0 is too small', (d) => set(first(d), 'weight', 0), 'weight', 'too_small'],
    ['a weight of 21 is too large', (d) => set(first(d), 'weight', 21), 'weight', 'too_large'],
    ['notApplicable is true or absent', (d) => set(first(d), 'notApplicable', false), 'notApplicable', 'bad_value']
  ];
  it.each(cases)('%s', (_, change, field, code) => {
    expect(questionnaireErrors(changed(change))).toContainEqual({
      path: `pillars.0.indices.0.criteria.0.${field}`,
      code
    });
  });
  it('a document without pillars has the wrong count', () => {
    expect(questionnaireErrors({ ...skeleton, pillars: [] })).toEqual([{ path: 'pillars', code: 'wrong_count' }]);
  });
  it('what is no object at all is one error at the top', () => {
    for (const input of [null, 5, 'x', [], true]) {
      expect(questionnaireErrors(input)).toEqual([{ path: '', code: 'wrong_type' }]);
    }
    expect(questionnaireErrors(undefined)).toHaveLength(1);
  });
  it('hostile keys are errors, never exceptions', () => {
    const document: unknown = JSON.parse('{"__proto__":{"format":1},"constructor":1}');
    expect(questionnaireErrors(document)).toContainEqual({ path: 'format', code: 'required' });
  });
  it('never throws and never lists more than 200 errors', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(questionnaireErrors(input).length).toBeLessThanOrEqual(200);
      })
    );
    const many = { ...skeleton, pillars: skeleton.pillars.map((p) => ({ ...p, ...Object.fromEntries(keys(300)) })) };
    expect(questionnaireErrors(many)).toHaveLength(200);
  });
});

describe('what the parts must be to each other', () => {
  const cases: [string, (doc: Questionnaire) => void, string, string][] = [
    [
      'an index maximum is the sum of its criteria',
      (d) => set(d.pillars[0]?.indices[0], 'max', 44),
      'pillars.0.indices.0.max',
      'max_not_sum'
    ],
    [
      'a weight counts in the maximum',
      (d) => set(d.pillars[1]?.indices[0]?.criteria[0], 'weight', 1),
      'pillars.1.max',
      'max_not_sum'
    ],
    ['a pillar maximum is the sum of its indices', (d) => set(d.pillars[2], 'max', 81), 'pillars.2.max', 'max_not_sum'],
    [
      'ids are unique',
      (d) => set(d.pillars[0]?.indices[0]?.criteria[1], 'id', '1.1.1'),
      'pillars.0.indices.0.criteria.1.id',
      'duplicate_id'
    ],
    ['pillar codes are unique', (d) => set(d.pillars[1], 'code', 'customer'), 'pillars.1.code', 'duplicate_id'],
    [
      'a criterion id begins with its index id',
      (d) => set(first(d), 'id', '1.2.9'),
      'pillars.0.indices.0.criteria.0.id',
      'id_not_nested'
    ],
    [
      'an index id begins with its pillar id',
      (d) => set(d.pillars[0]?.indices[0], 'id', '7.1'),
      'pillars.0.indices.0.id',
      'id_not_nested'
    ],
    [
      'ratio bands rise',
      (d) => set(d.scoring, 'ratioBands', [20, 20, 60, 80, 100]),
      'scoring.ratioBands',
      'bands_not_sorted'
    ],
    [
      'ratio bands end at 100 %',
      (d) => set(d.scoring, 'ratioBands', [10, 20, 60, 80, 90]),
      'scoring.ratioBands',
      'bands_not_to_100'
    ],
    [
      'pillar bands rise',
      (d) => set(d.scoring, 'pillarBands', [10, 40, 20, 60, 80]),
      'scoring.pillarBands',
      'bands_not_sorted'
    ],
    [
      'pillar level 5 can be reached',
      (d) => set(d.scoring, 'pillarBands', [10, 20, 40, 60, 100]),
      'scoring.pillarBands',
      'too_large'
    ],
    [
      'overall rules go from 5 to 1',
      (d) => d.scoring.overall.reverse(),
      'scoring.overall.0.level',
      'levels_not_in_order'
    ],
    [
      'a higher level needs more points',
      (d) => set(d.scoring.overall[0], 'pointsOver', 192),
      'scoring.overall.0.pointsOver',
      'thresholds_not_sorted'
    ],
    [
      'a higher level needs as many pillars',
      (d) => set(d.scoring.overall[0], 'pillars', 4),
      'scoring.overall.0.pillars',
      'thresholds_not_sorted'
    ],
    [
      'a higher level needs pillars as high',
      (d) => set(d.scoring.overall[0], 'atLevel', 3),
      'scoring.overall.0.atLevel',
      'thresholds_not_sorted'
    ],
    [
      'a threshold can be passed',
      (d) => set(d.scoring.overall[0], 'pointsOver', 320),
      'scoring.overall.0.pointsOver',
      'threshold_above_max'
    ],
    [
      'no more pillars are asked for than there are',
      (d) => set(d.scoring.overall[0], 'pillars', 7),
      'scoring.overall.0.pillars',
      'too_many_pillars'
    ],
    ['levels are named from 0 to 5', (d) => d.levels.reverse(), 'levels.0.level', 'levels_not_in_order'],
    [
      'a full document mirrors nothing',
      (d) => set(first(d), 'mirrors', '1.1.1'),
      'pillars.0.indices.0.criteria.0.mirrors',
      'mirrors_not_allowed'
    ],
    [
      'an indicative document says what each question mirrors',
      (d) => set(d, 'mode', 'indicative'),
      'pillars.0.indices.0.criteria.0.mirrors',
      'mirrors_missing'
    ]
  ];
  it.each(cases)('%s', (_, change, path, code) => {
    expect(questionnaireErrors(changed(change))).toContainEqual({ path, code });
  });
});

function keys(count: number): [string, number][] {
  return Array.from({ length: count }, (_, i) => [`extra${i}`, i]);
}
