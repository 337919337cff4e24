import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  greedy,
  justMissed,
  pointsOfChoice,
  type Choice,
  type Inputs,
  type Missed,
  type Quota
} from '../../domain/support/allocation.ts';
import { buildModel, readChoice, readShortfalls, type Model } from '../../domain/support/allocation-model.ts';

/** Found from the folder the application runs in, as the migrations are: the built server has no such file beside it. */
const WORKER = join(resolve(process.env.APP_ROOT || '.'), 'src/lib/server/allocation/worker.js');
/** Loading the solver and handing over a large model are not part of the limit. */
const GRACE_SECONDS = 10;
const MISSED_PER_PACKAGE = 10;

interface Answer {
  status: 'optimal' | 'infeasible' | 'stopped';
  solution: number[] | null;
  bound: number;
}

/** Points in hundredths. `gap`: how far, of the bound, a better choice could at most be. `seconds`: measured, not of the limit. */
export type Outcome =
  | {
      state: 'solved';
      chosen: Choice;
      points: number;
      bound: number;
      gap: number;
      optimal: boolean;
      seconds: number;
      greedy: { points: number; pairs: number; complete: boolean; seconds: number };
      missed: Missed[];
    }
  | { state: 'infeasible'; shortfalls: (Quota & { missing: number })[]; seconds: number }
  | { state: 'failed'; seconds: number };

/**
 * The best choice that is found within `seconds`, at least as good as the greedy one. Infeasible quotas are named with the
 * smallest number of firms that is missing in all. `failed`: the time was over before any choice was found that keeps
 * the quotas.
 */
export async function solve(inputs: Inputs, seconds: number): Promise<Outcome> {
  const started = performance.now();
  const elapsed = (since = started) => Math.round(performance.now() - since) / 1000;
  const simple = greedy(inputs);
  const greedySeconds = elapsed();
  const answer = await run(buildModel(inputs), seconds);
  if (answer?.status === 'infeasible') return { ...(await nameShortfalls(inputs, seconds)), seconds: elapsed() };
  const points = pointsOfChoice(inputs, simple.choice);
  const found = answer?.solution ? readChoice(inputs, answer.solution) : null;
  const useFound = found !== null && (!simple.complete || pointsOfChoice(inputs, found) >= points);
  if (!useFound && !simple.complete) return { state: 'failed', seconds: elapsed() };
  const chosen = useFound ? found : simple.choice;
  const reached = pointsOfChoice(inputs, chosen);
  // Without any bound of the solver, all points of all pairs are one.
  const all = inputs.pairs.reduce((sum, [, , value]) => sum + value, 0);
  const bound = Math.max(
    reached,
    Math.min(all, answer && Number.isFinite(answer.bound) ? Math.floor(answer.bound + 1e-6) : all)
  );
  return {
    state: 'solved',
    chosen,
    points: reached,
    bound,
    gap: bound === 0 ? 0 : (bound - reached) / bound,
    optimal: answer?.status === 'optimal',
    seconds: elapsed(),
    greedy: { points, pairs: simple.choice.length, complete: simple.complete, seconds: greedySeconds },
    missed: justMissed(inputs, chosen, MISSED_PER_PACKAGE)
  };
}

async function nameShortfalls(inputs: Inputs, seconds: number) {
  const answer = await run(buildModel(inputs, 'shortfalls'), seconds);
  if (!answer?.solution) return { state: 'failed' } as const;
  return { state: 'infeasible', shortfalls: readShortfalls(inputs, answer.solution) } as const;
}

/** Null when the solver had to be stopped from outside. A model without columns is solved by looking at it. */
async function run(model: Model, seconds: number): Promise<Answer | null> {
  if (model.cost.length === 0) {
    const possible = model.rowLower.every((lower) => lower <= 0);
    return { status: possible ? 'optimal' : 'infeasible', solution: [], bound: 0 };
  }
  const worker = new Worker(WORKER, { workerData: { model, seconds } });
  try {
    return await new Promise<Answer | null>((done, failed) => {
      const limit = setTimeout(() => done(null), (seconds + GRACE_SECONDS) * 1000);
      limit.unref();
      worker.once('message', done);
      worker.once('error', failed);
      worker.once('exit', () => done(null));
    });
  } finally {
    await worker.terminate();
  }
}
