import { describe, expect, it } from 'vitest';
import { clearStored, readStored, store } from './stored-answers';
import skeleton from '../../../../tests/support/dbi-skeleton.json';
import { questionnaireSchema } from '$lib/domain/assessment/questionnaire';

const questionnaire = questionnaireSchema.parse(skeleton);

class Memory {
  kept: string | null = null;
  getItem = () => this.kept;
  setItem = (_key: string, value: string) => void (this.kept = value);
  removeItem = () => void (this.kept = null);
}
const memory = () => new Memory() as unknown as Storage & Memory;

describe('answers of the quick check on the device', () => {
  it('come back as they were kept', () => {
    const storage = memory();
    store(storage, questionnaire.version, { '1.1.1': { level: 3 } });
    expect(readStored(storage, questionnaire)).toEqual({ '1.1.1': { level: 3 } });
    clearStored(storage);
    expect(readStored(storage, questionnaire)).toEqual({});
  });

  it('of another version are forgotten', () => {
    const storage = memory();
    store(storage, 'older', { '1.1.1': { level: 3 } });
    expect(readStored(storage, questionnaire)).toEqual({});
  });

  it.each([
    '',
    '{',
    '[]',
    '{"version":"1970.1","answers":{"1.1.1":{"level":9}}}',
    '{"version":"1970.1","answers":{"x":1}}'
  ])('that are broken are forgotten: %s', (text) => {
    const storage = memory();
    storage.kept = text;
    expect(readStored(storage, questionnaire)).toEqual({});
  });

  it('do without a store', () => {
    const refusing = {
      getItem: () => {
        throw new Error('denied');
      },
      setItem: () => {
        throw new Error('full');
      }
    } as unknown as Storage;
    expect(readStored(refusing, questionnaire)).toEqual({});
    expect(() => store(refusing, '1', {})).not.toThrow();
    expect(readStored(undefined, questionnaire)).toEqual({});
  });
});
