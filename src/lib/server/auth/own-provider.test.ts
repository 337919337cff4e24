import { expect, test } from 'vitest';
import { chosenProvider } from './own-provider';

const all = [{ provider_id: 'oldest' }, { provider_id: 'second' }];
const asked = (query: string, method = 'GET') => {
  const url = new URL(`https://dx.example/provider/profile${query}`);
  return { url, request: new Request(url, { method }) };
};

test('the address chooses among the organisations of a person, and without it the oldest is shown', () => {
  expect(chosenProvider(all, asked('?provider=second'))).toBe(all[1]);
  expect(chosenProvider(all, asked('?provider=second', 'POST'))).toBe(all[1]);
  expect(chosenProvider(all, asked(''))).toBe(all[0]);
  expect(chosenProvider([], asked(''))).toBeNull();
});

test('what was written for an organisation that is not theirs any more does not land in another', () => {
  expect(chosenProvider(all, asked('?provider=gone'))).toBe(all[0]);
  expect(() => chosenProvider(all, asked('?provider=gone', 'POST'))).toThrow(expect.objectContaining({ status: 404 }));
});
