const STEP = 400;

/**
 * Runs work and lets it end only at full steps of 400 ms. An unknown address is answered faster than a wrong password
 * (there is nothing to compare with), and a mail that is not sent faster than one that is; the clock must not tell.
 */
export async function atPace<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await work();
  } finally {
    const spent = performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, STEP - (spent % STEP)));
  }
}
