import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { atPace } from './pace';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function duration(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const done = atPace(work).catch(() => undefined);
  await vi.runAllTimersAsync();
  await done;
  return performance.now() - started;
}

const wait = (ms: number) => () => new Promise((resolve) => setTimeout(resolve, ms));

it('a fast and a slow answer take equally long', async () => {
  expect(await duration(wait(1))).toBeCloseTo(400, 0);
  expect(await duration(wait(120))).toBeCloseTo(400, 0);
});

it('a failure takes as long as a success', async () => {
  expect(await duration(() => Promise.reject(new Error('no')))).toBeCloseTo(400, 0);
});
