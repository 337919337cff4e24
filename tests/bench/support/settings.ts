import { cpus, loadavg } from 'node:os';

/** Small counts, to see in a minute that the benchmarks themselves work. Their numbers mean nothing. */
export const quick = Boolean(process.env.BENCH_QUICK);

/** The middle value; the upper one of two. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that this share of the others does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** How busy the machine is with other work: below 1 there is a processor free for everything that runs. */
export function load(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} processors`;
}
