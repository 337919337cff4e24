import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayInVietNam } from './today.ts';
import { addWorkingDays } from './working-days.ts';

const TET = new Set(['2027-02-05', '2027-02-06', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11']);

describe('working days', () => {
  test.each([
    ['2026-11-23', 3, '2026-11-26', 'Monday and three are Thursday'],
    ['2026-11-27', 1, '2026-11-30', 'after Friday comes Monday'],
    ['2026-11-28', 1, '2026-11-30', 'a Saturday does not count'],
    ['2026-11-28', 0, '2026-11-28', 'none is the day itself'],
    ['2027-02-04', 1, '2027-02-12', 'after the eve of Tết comes the Friday after it'],
    ['2026-12-31', 5, '2027-01-07', 'a year ends in between']
  ])('%s and %i are %s: %s', (from, days, expected) => {
    expect(addWorkingDays(from, days, TET)).toBe(expected);
  });

  test.each([
    ['2026-02-30x', 1],
    ['soon', 1],
    ['2026-11-23', -1],
    ['2026-11-23', 1.5],
    ['2026-11-23', 367]
  ])('%s and %d are refused', (from, days) => {
    expect(() => addWorkingDays(from, days, TET)).toThrow(RangeError);
  });

  const start = fc
    .date({ min: new Date('2026-01-01'), max: new Date('2027-12-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10));

  test('in two steps it is the same as in one, and a holiday never brings the day forward', () => {
    fc.assert(
      fc.property(start, fc.nat(60), fc.nat(60), (from, a, b) => {
        expect(addWorkingDays(addWorkingDays(from, a, TET), b, TET)).toBe(addWorkingDays(from, a + b, TET));
        expect(addWorkingDays(from, a, TET) >= addWorkingDays(from, a, new Set())).toBe(true);
      })
    );
  });
});

test('the day in Viet Nam begins seven hours before the one in Greenwich', () => {
  expect(dayInVietNam(new Date('2026-11-23T16:59:59Z'))).toBe('2026-11-23');
  expect(dayInVietNam(new Date('2026-11-23T17:00:00Z'))).toBe('2026-11-24');
});
