import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { anyAnswers, skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { answerErrors, isSameAnswer } from './answers.ts';
import { score } from './score.ts';

// Generated cases are many, and machines are sometimes busy.
vi.setConfig({ testTimeout: 60_000 });

const parse = (json: string): unknown => JSON.parse(json);

describe('answers that are wrong', () => {
  const cases: [string, unknown, string, string][] = [
    ['null is no object', null, '', 'not_an_object'],
    ['an array is no object', [], '', 'not_an_object'],
    ['a text is no object', 'x', '', 'not_an_object'],
    ['undefined is no object', undefined, '', 'not_an_object'],
    ['a class instance is no plain object', new Map(), '', 'not_an_object'],
    ['a criterion that does not exist', { '9.9.9': { level: 1 } }, '9.9.9', 'unknown_criterion'],
    [
      '__proto__ is a criterion that does not exist',
      parse('{"__proto__":{"level":1}}'),
      '__proto__',
      'unknown_criterion'
    ],
    [
      'constructor is a criterion that does not exist',
      { constructor: { level: 1 } },
      'constructor',
      'unknown_criterion'
    ],
    ['null is no answer', { '1.1.1': null }, '1.1.1', 'not_an_object'],
    ['a bare number is no answer', { '1.1.1': 3 }, '1.1.1', 'not_an_object'],
    ['an array is no answer', { '1.1.1': [{ level: 1 }] }, '1.1.1', 'not_an_object'],
    ['an empty object is no answer', { '1.1.1': {} }, '1.1.1', 'wrong_kind'],
    [
      'a ratio does not answer an ordinal criterion',
      { '1.1.1': { numerator: 1, denominator: 2 } },
      '1.1.1',
      'wrong_kind'
    ],
    ['a level does not answer a ratio criterion', { '1.1.3': { level: 2 } }, '1.1.3', 'wrong_kind'],
    ['an extra key is refused', { '1.1.1': { level: 2, note: '' } }, '1.1.1', 'wrong_kind'],
    ['a hidden key is refused', { '1.1.1': parse('{"level":2,"__proto__":{}}') }, '1.1.1', 'wrong_kind'],
    ['an inherited level is no level', { '1.1.1': Object.create({ level: 2 }) as unknown }, '1.1.1', 'not_an_object'],
    ['level 6', { '1.1.1': { level: 6 } }, '1.1.1.level', 'level_out_of_range'],
    ['level -1', { '1.1.1': { level: -1 } }, '1.1.1.level', 'level_out_of_range'],
    ['level 2.5', { '1.1.1': { level: 2.5 } }, '1.1.1.level', 'level_out_of_range'],
    ['level NaN', { '1.1.1': { level: NaN } }, '1.1.1.level', 'not_a_number'],
    ['level "3" as text', { '1.1.1': { level: '3' } }, '1.1.1.level', 'not_a_number'],
    ['numerator missing', { '1.1.3': { denominator: 5 } }, '1.1.3.numerator', 'not_a_number'],
    ['denominator missing', { '1.1.3': { numerator: 5 } }, '1.1.3.denominator', 'not_a_number'],
    ['infinite', { '1.1.3': { numerator: 1, denominator: Infinity } }, '1.1.3.denominator', 'not_a_number'],
    ['1e400 in JSON', { '1.1.3': parse('{"numerator":1,"denominator":1e400}') }, '1.1.3.denominator', 'not_a_number'],
    ['negative', { '1.1.3': { numerator: -1, denominator: 5 } }, '1.1.3.numerator', 'negative'],
    ['over 1e15', { '1.1.3': { numerator: 1, denominator: 1e15 + 1 } }, '1.1.3.denominator', 'too_large'],
    [
      'numerator over denominator',
      { '1.1.3': { numerator: 6, denominator: 5 } },
      '1.1.3.numerator',
      'numerator_over_denominator'
    ],
    ['3 of 0', { '1.1.3': { numerator: 3, denominator: 0 } }, '1.1.3.numerator', 'numerator_over_denominator'],
    [
      'not applicable where it is not offered',
      { '1.1.1': { notApplicable: true } },
      '1.1.1',
      'not_applicable_not_allowed'
    ],
    ['notApplicable: false says nothing', { '1.1.6': { notApplicable: false } }, '1.1.6', 'wrong_kind'],
    ['not applicable and a level at once', { '3.2.11': { notApplicable: true, level: 1 } }, '3.2.11', 'wrong_kind']
  ];
  it.each(cases)('%s', (_, answers, path, code) => {
    expect(answerErrors(skeleton, answers)).toEqual([{ path, code }]);
  });
  it('both numbers of a ratio are reported', () => {
    expect(answerErrors(skeleton, { '1.1.3': { numerator: -1, denominator: 'x' } })).toEqual([
      { path: '1.1.3.numerator', code: 'negative' },
      { path: '1.1.3.denominator', code: 'not_a_number' }
    ]);
  });
  it('stops at 200 errors, and cuts long keys', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`.padEnd(5000, 'x'), 1]));
    const errors = answerErrors(skeleton, many);
    expect(errors).toHaveLength(200);
    expect(errors[0]?.path.length).toBe(60);
    const unknown = Object.fromEntries(Array.from({ length: 199 }, (_, i) => [`k${i}`, 1]));
    expect(answerErrors(skeleton, { ...unknown, '1.1.3': { numerator: -1, denominator: -1 } })).toHaveLength(200);
  });
});

describe('answers that are right', () => {
  it.each([
    [{}],
    [Object.create(null)],
    [{ '1.1.1': { level: 0 }, '1.1.3': { numerator: 0, denominator: 0 } }],
    [{ '1.1.3': { numerator: 1e15, denominator: 1e15 }, '1.1.6': { notApplicable: true } }],
    [{ '1.1.3': { numerator: -0, denominator: 5 }, '1.1.1': { level: -0 } }]
  ])('%j', (answers: unknown) => expect(answerErrors(skeleton, answers)).toEqual([]));

  it('holds for every generated set of answers', () => {
    fc.assert(fc.property(anyAnswers(skeleton), (answers) => answerErrors(skeleton, answers).length === 0));
  });
});

describe('input of any shape', () => {
  const ids = fc.constantFrom('1.1.1', '1.1.3', '1.1.6', '3.2.11', '__proto__', 'constructor', 'toString', '');
  const scalars = fc.oneof(
    fc.constantFrom<unknown>(null, undefined, NaN, -0, Infinity, -Infinity, 1e308, 5e-324, '', '3', true, 10n),
    fc.anything()
  );
  const values = fc.oneof(
    scalars,
    fc.dictionary(fc.constantFrom('level', 'numerator', 'denominator', 'notApplicable', '__proto__'), scalars)
  );
  it('never throws; what it lets through can be scored', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(ids, values), fc.jsonValue()), (input) => {
        if (answerErrors(skeleton, input).length > 0) return;
        const { points, max } = score(skeleton, input as Parameters<typeof score>[1]);
        expect(points >= 0 && points <= max).toBe(true);
      }),
      { numRuns: 500 }
    );
  });
  it('is not impressed by 100,000 levels of nesting', () => {
    let nested: unknown = {};
    for (let i = 0; i < 100_000; i += 1) nested = { level: nested };
    expect(answerErrors(skeleton, { '1.1.1': nested })).toEqual([{ path: '1.1.1.level', code: 'not_a_number' }]);
  });
});

describe('isSameAnswer', () => {
  it('compares what the answers say', () => {
    expect(isSameAnswer({ level: 3 }, { level: 3 })).toBe(true);
    expect(isSameAnswer({ level: 3 }, { level: 4 })).toBe(false);
    expect(isSameAnswer({ numerator: 1, denominator: 5 }, { denominator: 5, numerator: 1 })).toBe(true);
    expect(isSameAnswer({ numerator: 1, denominator: 5 }, { numerator: 1, denominator: 6 })).toBe(false);
    expect(isSameAnswer({ notApplicable: true }, { notApplicable: true })).toBe(true);
    expect(isSameAnswer({ notApplicable: true }, { level: 0 })).toBe(false);
    expect(isSameAnswer({ level: 0 }, { notApplicable: true })).toBe(false);
    expect(isSameAnswer(null, undefined)).toBe(true);
    expect(isSameAnswer(null, { level: 0 })).toBe(false);
  });
});
