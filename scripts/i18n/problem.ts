/** One thing to put right, and where. */
export type Problem = { path: string; line: number; text: string };

/** A text file as it was read. */
export type Source = { path: string; text: string };
