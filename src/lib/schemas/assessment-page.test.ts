import { describe, expect, it } from 'vitest';
import type { CriterionOutline } from '$lib/domain/assessment/outline';
import { answersBodySchema, readAssessmentPage } from './assessment-page';
import { readRatio, writeSeen } from './typed-answer';

const ordinal: CriterionOutline = { id: '1.1.1', kind: 'ordinal', weight: 1 };
const ratio: CriterionOutline = { id: '1.1.3', kind: 'ratio', weight: 1 };
const optional: CriterionOutline = { id: '1.1.6', kind: 'ordinal', weight: 1, notApplicable: true };

function page(fields: Record<string, string>, criteria = [ordinal, ratio, optional]) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return readAssessmentPage(criteria, form);
}

describe('a page sent by a browser without JavaScript', () => {
  it('gives the answers that are there and leaves the others alone', () => {
    const { patch, errors } = page({ 'answer-1.1.1': '3', 'numerator-1.1.3': '', 'denominator-1.1.3': '' });
    expect(patch).toEqual({ '1.1.1': { value: { level: 3 }, base: 0 } });
    expect(errors).toEqual({});
  });

  it('sends nothing for an answer that the person did not change', () => {
    const seen = { 'seen-1.1.1': writeSeen(4, { level: 3 }) };
    expect(page({ ...seen, 'answer-1.1.1': '3' }).patch).toEqual({});
    expect(page({ ...seen, 'answer-1.1.1': '2' }).patch).toEqual({ '1.1.1': { value: { level: 2 }, base: 4 } });
  });

  it('reads money with separators', () => {
    const { patch } = page({ 'numerator-1.1.3': '12.500.000', 'denominator-1.1.3': '50.000.000 đồng' });
    expect(patch['1.1.3']?.value).toEqual({ numerator: 12_500_000, denominator: 50_000_000 });
  });

  it('keeps valid answers beside a wrong one, and what was typed', () => {
    const { patch, errors, typed } = page({
      'answer-1.1.1': '5',
      'numerator-1.1.3': '30',
      'denominator-1.1.3': '20'
    });
    expect(patch).toEqual({ '1.1.1': { value: { level: 5 }, base: 0 } });
    expect(errors).toEqual({ '1.1.3': { code: 'numerator_over_denominator', field: 'numerator' } });
    expect(typed).toEqual({ '1.1.3': { numerator: '30', denominator: '20' } });
  });

  it('takes an answer back when both numbers are emptied', () => {
    const { patch } = page({
      'seen-1.1.3': writeSeen(2, { numerator: 1, denominator: 2 }),
      'numerator-1.1.3': '',
      'denominator-1.1.3': ''
    });
    expect(patch).toEqual({ '1.1.3': { value: null, base: 2 } });
  });

  it('takes "does not apply" only where the questionnaire allows it', () => {
    const { patch, errors } = page({ 'answer-1.1.6': 'none', 'answer-1.1.1': 'none' });
    expect(patch).toEqual({ '1.1.6': { value: { notApplicable: true }, base: 0 } });
    expect(errors).toEqual({ '1.1.1': { code: 'not_applicable_not_allowed' } });
  });

  it.each(['6', '-1', 'x', '3.5', '99999999999'])('refuses level %j', (level) => {
    expect(page({ 'answer-1.1.1': level }).errors['1.1.1']?.code).toBe('level_out_of_range');
  });

  it('sends mine on top of theirs when mine is chosen, and nothing when theirs is', () => {
    const both = { 'mine-1.1.1': '{"level":1}', 'seen-1.1.1': writeSeen(7, { level: 4 }) };
    expect(page({ ...both, 'choice-1.1.1': 'mine' }).patch).toEqual({ '1.1.1': { value: { level: 1 }, base: 7 } });
    expect(page({ ...both, 'choice-1.1.1': 'theirs' }).patch).toEqual({});
    expect(page(both)).toMatchObject({
      patch: {},
      errors: { '1.1.1': { code: 'choose' } },
      undecided: { '1.1.1': { level: 1 } }
    });
  });

  it('treats a tampered hidden field as an answer never seen', () => {
    for (const seen of ['', '{', 'null', '{"base":-1,"value":null}', '{"base":1,"value":{"level":99}}']) {
      expect(page({ 'seen-1.1.1': seen, 'answer-1.1.1': '2' }).patch['1.1.1']?.value).toEqual({ level: 2 });
    }
  });
});

describe('readRatio', () => {
  it.each([
    [
      { numerator: '5', denominator: '' },
      { code: 'incomplete', field: 'denominator' }
    ],
    [
      { numerator: '', denominator: '5' },
      { code: 'incomplete', field: 'numerator' }
    ],
    [
      { numerator: 'năm', denominator: '' },
      { code: 'not_a_number', field: 'numerator' }
    ],
    [
      { numerator: '-1', denominator: '5' },
      { code: 'negative', field: 'numerator' }
    ],
    [
      { numerator: '1', denominator: '9999999999999999' },
      { code: 'too_large', field: 'denominator' }
    ]
  ])('%j is refused beside the field', (typed, error) => expect(readRatio(ratio, typed)).toEqual({ error }));

  it('takes nothing of nothing', () => {
    expect(readRatio(ratio, { numerator: '0', denominator: '0' })).toEqual({ value: { numerator: 0, denominator: 0 } });
  });
});

describe('answersBodySchema', () => {
  const person = '0198f0a0-0000-7000-8000-000000000001';

  it('takes a patch of answers', () => {
    const answers = { '1.1.1': { value: { level: 3 }, base: 0 }, '1.1.3': { value: null, base: 2 } };
    expect(answersBodySchema.parse({ person, answers })).toEqual({ person, answers });
  });

  it.each([
    null,
    [],
    'text',
    {},
    { person, answers: [] },
    { person: 'me', answers: {} },
    { person, answers: { '1.1.1': { level: 3 } } },
    { person, answers: { '1.1.1': { value: 3, base: 0 } } },
    { person, answers: { '1.1.1': { value: { level: 3 }, base: -1 } } },
    { person, answers: { '1.1.1': { value: { level: 3 }, base: 0.5 } } }
  ])('refuses %j', (body) => expect(answersBodySchema.safeParse(body).success).toBe(false));
});
