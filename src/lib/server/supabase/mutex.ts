/** Runs the given function when every function given before it has ended. */
export type Mutex = <T>(work: () => Promise<T>) => Promise<T>;

/** A queue of one: work runs one at a time, in the order it came. Not reentrant. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work, work);
    last = run.then(ignore, ignore);
    return run;
  };
}

/** Runs work at once; for drivers that do not need a queue. */
export const noMutex: Mutex = (work) => work();

function ignore(): void {
  // The caller of the work gets its result or error; the queue only needs to know that it ended.
}
