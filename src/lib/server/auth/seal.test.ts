import { expect, test } from 'vitest';
import { seal, unseal } from './seal';

const sealed = seal('proof', 'a.b', 'key');

test('what was sealed is read back', () => expect(unseal('proof', sealed, 'key')).toBe('a.b'));

test.each([
  ['altered', 'proof', sealed.replace('a.b', 'a.c'), 'key'],
  ['shortened', 'proof', sealed.slice(0, -1), 'key'],
  ['without its signature', 'proof', 'a.b.', 'key'],
  ['sealed for something else', 'session', sealed, 'key'],
  ['sealed with another key', 'proof', sealed, 'other'],
  ['missing', 'proof', undefined, 'key'],
  ['empty', 'proof', '', 'key'],
  ['without a point', 'proof', 'abc', 'key'],
  ['not of this alphabet', 'proof', 'a.b.é', 'key']
])('%s, it is nothing', (_, purpose, text, secret) => expect(unseal(purpose, text, secret)).toBeNull());
