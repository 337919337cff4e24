/** One number of a benchmark, and the budget it should keep. */
export type Measurement = {
  name: string;
  value: number;
  unit: string;
  atMost?: number;
  atLeast?: number;
};

/** Hands a number to `npm run bench`, which prints and keeps it; a benchmark started alone prints it itself. */
export function report(measurement: Measurement): void {
  if (process.send) process.send(measurement);
  else console.log(`${measurement.name}: ${measurement.value} ${measurement.unit}`);
}
