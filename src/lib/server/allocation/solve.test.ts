import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocationInputs, bestByTrying } from '../../../../tests/support/allocation-inputs';
import { brokenRule, greedy, pointsOfChoice, type Inputs } from '../../domain/support/allocation';
import { solve } from './solve';

const samples = (firms: number, packages: number, numRuns: number, seed: number): Inputs[] =>
  fc.sample(allocationInputs(firms, packages), { seed, numRuns });

test('on small runs the choice is the best of all, and infeasible exactly when there is none', async () => {
  const states = new Set<string>();
  for (const inputs of samples(4, 3, 20, 11)) {
    const best = bestByTrying(inputs);
    const outcome = await solve(inputs, 10);
    states.add(outcome.state);
    if (best === null) expect(outcome.state).toBe('infeasible');
    else expect(outcome).toMatchObject({ state: 'solved', points: best, bound: best, gap: 0, optimal: true });
  }
  expect([...states].sort()).toEqual(['infeasible', 'solved']);
}, 120_000);

test('a choice keeps every rule and is not worse than the greedy one', async () => {
  for (const inputs of samples(25, 6, 8, 12)) {
    const outcome = await solve(inputs, 10);
    if (outcome.state !== 'solved') continue;
    expect(brokenRule(inputs, outcome.chosen)).toBeNull();
    const simple = greedy(inputs);
    if (simple.complete) expect(outcome.points).toBeGreaterThanOrEqual(pointsOfChoice(inputs, simple.choice));
    expect(outcome.points).toBeLessThanOrEqual(outcome.bound);
  }
}, 120_000);

test('quotas lowered by what is named are feasible', async () => {
  const infeasible = [];
  for (const inputs of samples(6, 3, 24, 13)) {
    const outcome = await solve(inputs, 10);
    if (outcome.state === 'infeasible') infeasible.push({ inputs, shortfalls: outcome.shortfalls });
  }
  expect(infeasible.length).toBeGreaterThan(3);
  for (const { inputs, shortfalls } of infeasible) {
    expect(shortfalls.length).toBeGreaterThan(0);
    const missing = (value: string) => shortfalls.find((entry) => entry.value === value)?.missing ?? 0;
    const quotas = inputs.quotas.map((quota) => ({ ...quota, at_least: quota.at_least - missing(quota.value) }));
    expect((await solve({ ...inputs, quotas }, 10)).state).toBe('solved');
  }
}, 120_000);

test('the same inputs give the same choice', async () => {
  const [inputs] = samples(25, 6, 1, 14);
  const [first, second] = [await solve(inputs!, 10), await solve(inputs!, 10)];
  expect({ ...second, seconds: 0, greedy: 0 }).toEqual({ ...first, seconds: 0, greedy: 0 });
}, 60_000);

test('the server goes on answering while the solver works', async () => {
  let ticks = 0;
  const clock = setInterval(() => (ticks += 1), 1);
  await solve(samples(25, 6, 1, 15)[0]!, 10);
  clearInterval(clock);
  expect(ticks).toBeGreaterThan(5);
}, 60_000);
