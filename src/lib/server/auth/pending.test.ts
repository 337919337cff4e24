import { expect, test } from 'vitest';
import { knowsPassword, type Pending } from './pending';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const account = { email: 'an@example.vn', createdAt: NOW };
const pending = (change: Partial<Pending> = {}): Pending => ({
  kind: 'signup',
  email: 'an@example.vn',
  next: null,
  passwordAt: NOW - 400,
  ...change
});

test.each<[string, Pending]>([
  ['that made the account', pending()],
  ['whose server’s clock is a little ahead', pending({ passwordAt: NOW + 20_000 })],
  ['where the right password was typed, whenever the account was made', pending({ passwordAt: 0 })]
])('a browser %s knows the password', (_, known) => expect(knowsPassword(known, account)).toBe(true));

test.each<[string, Pending | null]>([
  ['where nobody signed up', null],
  ['where a code was asked for', pending({ passwordAt: null })],
  [
    'where somebody signed up with an address that a stranger had signed up with',
    pending({ passwordAt: NOW + 60_000 })
  ],
  ['where somebody signed up with another address', pending({ email: 'binh@example.vn' })]
])('a browser %s does not', (_, unknown) => expect(knowsPassword(unknown, account)).toBe(false));

test('an account whose age is not told is not trusted', () => {
  expect(knowsPassword(pending(), { ...account, createdAt: NaN })).toBe(false);
});
