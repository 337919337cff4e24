import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consentUntil, hoursLeft, remindAt, respondBy } from './clock';

const HOLIDAYS = new Set(['2026-09-02', '2026-09-01']);
const at = (text: string) => Date.parse(text);

describe('the clock of a lead', () => {
  test.each([
    ['2026-11-23T09:00:00+07:00', 3, '2026-11-27T00:00:00+07:00', 'Monday morning: until Thursday midnight'],
    ['2026-11-23T23:59:59+07:00', 3, '2026-11-27T00:00:00+07:00', 'Monday night: the same'],
    ['2026-11-24T00:00:00+07:00', 3, '2026-11-28T00:00:00+07:00', 'a second later it is Tuesday in Viet Nam'],
    ['2026-11-27T10:00:00+07:00', 3, '2026-12-03T00:00:00+07:00', 'Friday: a weekend lies between'],
    ['2026-08-31T10:00:00+07:00', 1, '2026-09-04T00:00:00+07:00', 'National Day is not counted'],
    ['2026-11-28T10:00:00+07:00', 1, '2026-12-01T00:00:00+07:00', 'sent on a Saturday']
  ])('%s and %i working days end at %s: %s', (now, days, expected) => {
    expect(respondBy(at(now), days, HOLIDAYS)).toBe(at(expected));
  });

  test('the reminder comes at eight in the morning of its day', () => {
    expect(remindAt(at('2026-11-23T09:00:00+07:00'), 2, HOLIDAYS)).toBe(at('2026-11-25T08:00:00+07:00'));
  });

  const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-01T00:00:00Z') });

  test('whoever has more days is never late sooner, and whoever is asked later never has to answer earlier', () => {
    fc.assert(
      fc.property(moment, fc.nat(86_400_000 * 9), fc.nat(30), (now, later, days) => {
        expect(respondBy(now, days, HOLIDAYS)).toBeLessThan(respondBy(now, days + 1, HOLIDAYS));
        expect(respondBy(now, days, HOLIDAYS)).toBeLessThanOrEqual(respondBy(now + later, days, HOLIDAYS));
        expect(respondBy(now, days, HOLIDAYS)).toBeGreaterThan(now);
      })
    );
  });

  test.each([
    ['2026-11-27T10:00:00+07:00', 6, '2027-05-27'],
    ['2026-08-31T10:00:00+07:00', 6, '2027-02-28'],
    ['2026-12-31T23:30:00+07:00', 1, '2027-01-31']
  ])('a consent of %s and %i months holds until %s', (now, months, day) => {
    expect(consentUntil(at(now), months)).toBe(day);
  });

  test('hours left are whole and never below none', () => {
    expect([hoursLeft(0, 7_199_999), hoursLeft(0, 7_200_000), hoursLeft(1, 0)]).toEqual([1, 2, 0]);
  });
});
