import { expect, it } from 'vitest';
import { isProof, writeProof } from './recent-proof';

const SECRET = 'a secret of the server';
const ME = '018f2a3b-0000-7000-8000-000000000001';
const OTHER = '018f2a3b-0000-7000-8000-000000000002';
const NOW = 1_800_000_000_000;

const proof = (userId: string, until: number, secret = SECRET) => writeProof(userId, until, secret);

it('holds for its person until its time', () => {
  expect(isProof(proof(ME, NOW + 1), ME, SECRET, NOW)).toBe(true);
  expect(isProof(proof(ME, NOW), ME, SECRET, NOW)).toBe(false);
  expect(isProof(proof(OTHER, NOW + 1), ME, SECRET, NOW)).toBe(false);
});

it('cannot be made up or stretched', () => {
  expect(isProof(proof(ME, NOW + 1, 'another secret'), ME, SECRET, NOW)).toBe(false);
  expect(isProof(proof(ME, NOW - 5).replace(String(NOW - 5), String(NOW + 5)), ME, SECRET, NOW)).toBe(false);
  expect(isProof(`${ME}.NaN.`, ME, SECRET, NOW)).toBe(false);
  expect(isProof(undefined, ME, SECRET, NOW)).toBe(false);
});
