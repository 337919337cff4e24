import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const many = <T>(make: () => T) => Array.from({ length: 5000 }, make);

test('the same seed gives the same values, another seed others', () => {
  const [a, b, c] = ['x', 'x', 'y'].map((seed) => many(createRandom(seed).next));
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
});

test('values are spread evenly over 0 to 1', () => {
  const tenths = new Array<number>(10).fill(0);
  for (const value of many(createRandom('even').next)) tenths[Math.floor(value * 10)]! += 1;
  for (const count of tenths) expect(count).toBeGreaterThan(400);
  expect(Math.max(...tenths)).toBeLessThan(600);
});

test('whole numbers reach both ends and stay between them', () => {
  const random = createRandom('whole');
  expect(new Set(many(() => random.integer(3, 6)))).toEqual(new Set([3, 4, 5, 6]));
});

test('normal values have the mean and the deviation asked for', () => {
  const random = createRandom('normal');
  const values = many(() => random.normal(2, 0.5));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  expect(mean).toBeCloseTo(2, 1);
  expect(deviation).toBeCloseTo(0.5, 1);
});

test('weights decide how often something is chosen', () => {
  const random = createRandom('weights');
  const list = [
    { name: 'often', weight: 9 },
    { name: 'seldom', weight: 1 }
  ];
  const often = many(() => random.weighted(list).name).filter((name) => name === 'often').length;
  expect(often).toBeGreaterThan(4300);
  expect(often).toBeLessThan(4700);
});

test('shuffling keeps every element once and moves them', () => {
  const list = Array.from({ length: 50 }, (_, index) => index);
  const mixed = createRandom('shuffle').shuffle(list);
  expect(mixed).not.toEqual(list);
  expect([...mixed].sort((a, b) => a - b)).toEqual(list);
});

test('there is nothing to choose from an empty list', () => {
  expect(() => createRandom('none').pick([])).toThrow(RangeError);
});
