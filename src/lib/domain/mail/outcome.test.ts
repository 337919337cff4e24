import { describe, expect, test } from 'vitest';
import { codeOf, outcomeOf } from './outcome';

describe('what becomes of a mail', () => {
  test.each([
    ['an unknown mailbox', 'RCPT TO', '550 5.1.1 <an@example.test> unknown', false, 'refused', '550_5_1_1'],
    ['a mailbox that is asked too often', 'RCPT TO', '450 4.2.0 try later', false, 'later', '450_4_2_0'],
    ['content that is refused', 'DATA', '554 no', true, 'refused', '554'],
    ['content that is refused for now', 'DATA', '451-4.3.0 busy', true, 'later', '451_4_3_0'],
    ['a sender that may not send', 'MAIL FROM', '550 5.7.1 sign in first', false, 'blocked', '550_5_7_1'],
    ['a server that closes', 'CONN', '421 4.3.2 closing', true, 'blocked', '421_4_3_2']
  ])('%s', (_, command, response, begun, state, code) => {
    expect(outcomeOf({ code: 'EENVELOPE', command, response }, begun)).toEqual({ state, code });
  });

  test('a connection lost before the content is tried again, after it nobody knows', () => {
    const lost = { code: 'ECONNECTION', command: 'CONN' };
    expect(outcomeOf(lost, false)).toEqual({ state: 'later', code: 'ECONNECTION' });
    expect(outcomeOf(lost, true)).toEqual({ state: 'uncertain', code: 'ECONNECTION' });
  });

  test('an address that cannot be written is never tried again', () => {
    expect(outcomeOf({ code: 'EENVELOPE', command: 'API' }, false).state).toBe('refused');
  });

  test('of an answer no word is kept', () => {
    expect(codeOf({ response: 'an@example.test', code: 'an@example.test' })).toBe('unexpected');
  });
});
