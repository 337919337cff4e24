import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { takeAccountLimits, takeAddressLimit } from '../../../src/lib/server/limits.ts';
import { DRIVERS, openTestBackend, type TestBackend } from '../../support/test-backend.ts';

vi.mock('../../../src/lib/server/supabase/backend.ts', async (original) => ({
  ...(await original<object>()),
  getBackend: () => ({ signingSecret: 'a secret of the server' })
}));

const OWNER = '203.0.113.7';

describe.each(DRIVERS)('steps with somebody’s account on %s', (driver) => {
  let db: TestBackend;
  const attempt = (address: string, email: string, step: 'sign-in' | 'code' | 'verify') =>
    takeAccountLimits({ locals: { db: db.anon } as App.Locals, getClientAddress: () => address }, step, email).then(
      () => true,
      (refusal: { code: string }) => refusal.code
    );
  const attempts = async (n: number, ...args: Parameters<typeof attempt>) => {
    const replies = [];
    for (let i = 0; i < n; i += 1) replies.push(await attempt(...args));
    return replies;
  };

  beforeAll(async () => {
    db = await openTestBackend({ driver });
  });
  afterAll(() => db.close());

  test.each([
    ['sign-in', 8],
    ['code', 5],
    ['verify', 8]
  ] as const)('%s: a stranger gets %i, and takes nothing from the owner elsewhere', async (step, few) => {
    const email = `${step}@limits.example`;
    const refused = Array<string>(4).fill('too_many_requests');
    expect(await attempts(few + 4, '198.51.100.1', email, step)).toEqual([...Array<true>(few).fill(true), ...refused]);
    expect(await attempts(few, OWNER, email, step)).toEqual(Array(few).fill(true));
  });

  test('refused attempts do not fill the ceiling of the account; from many addresses it holds', async () => {
    await db.sql(`update private.rate_limit_rules set max_hits = 20 where bucket = 'sign-in:account'`);
    const email = 'many@limits.example';
    await attempts(40, '198.51.100.1', email, 'sign-in');
    expect(await attempt(OWNER, email, 'sign-in')).toBe(true);
    await attempts(40, '198.51.100.2', email, 'sign-in');
    expect(await attempts(4, '198.51.100.3', email, 'sign-in')).toEqual([true, true, true, 'too_many_requests']);
    expect(await attempt(OWNER, 'another@limits.example', 'sign-in')).toBe(true);
  });

  test('the ceilings are far above what one address may do, and a class in one room can sign up', async () => {
    const rules = await db.sql<{ bucket: string; per_hour: number }>(
      `select bucket, (max_hits * 3600.0 / window_seconds)::int as per_hour from private.rate_limit_rules`
    );
    const perHour = (bucket: string) => rules.find((rule) => rule.bucket === bucket)?.per_hour ?? 0;
    for (const step of ['code', 'verify']) {
      expect(perHour(`${step}:account`)).toBeGreaterThanOrEqual(2 * perHour(`${step}:account-address`));
    }
    for (const bucket of ['sign-up:address', 'code:address', 'verify:address', 'sign-in:address']) {
      expect([bucket, perHour(bucket) >= 100]).toEqual([bucket, true]);
    }
  });

  test('the addresses of one IPv6 connection are one address', async () => {
    await db.sql(`update private.rate_limit_rules set max_hits = 2 where bucket = 'share:address'`);
    const take = (address: string) =>
      takeAddressLimit(
        { locals: { db: db.anon } as App.Locals, getClientAddress: () => address },
        'share:address'
      ).then(
        () => true,
        () => false
      );
    const taken = [];
    for (const host of ['1', 'ffff', 'a:b:c']) taken.push(await take(`2001:db8:1:2::${host}`));
    expect(taken).toEqual([true, true, false]);
    expect(await take('2001:db8:1:3::1')).toBe(true);
  });
});
