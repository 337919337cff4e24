/** What became of a mail that was handed to a mail server. */
export type Outcome =
  /** Accepted. */
  | { state: 'sent' }
  /** Refused for good: asking again would be refused again. */
  | { state: 'refused'; code: string }
  /** Not accepted now; counts as an attempt. */
  | { state: 'later'; code: string }
  /** Not accepted, for a reason that has nothing to do with this mail (sender, sign-in, limits, a server that closes). */
  | { state: 'blocked'; code: string }
  /** The content was handed over and no answer came: nobody knows whether it was accepted. */
  | { state: 'uncertain'; code: string };

/** How handing over failed, as an SMTP client tells it. */
export interface Failure {
  /** The client's own code, such as `ECONNECTION`. */
  code?: string | undefined;
  /** The answer of the server, such as `550 5.1.1 …`; its words are not kept, because they may repeat the address. */
  response?: string | undefined;
  /** The command that was answered. */
  command?: string | undefined;
}

/**
 * The outcome of a failure. `begun`: whether content had been handed over. Without an answer after that the mail may have
 * been accepted (RFC 5321, 4.5.3.2.6), so it is not sent again by itself.
 */
export function outcomeOf(failure: Failure, begun: boolean): Outcome {
  const code = codeOf(failure);
  const status = Number(/^\d{3}/.exec(failure.response ?? '')?.[0] ?? 0);
  if (status === 421 || (status > 0 && failure.command === 'MAIL FROM')) return { state: 'blocked', code };
  if (status >= 500) return { state: 'refused', code };
  if (status >= 400) return { state: 'later', code };
  if (begun) return { state: 'uncertain', code };
  // What the client itself does not accept: an address it cannot write, a mail larger than the server takes.
  if (failure.code === 'EENVELOPE' || failure.code === 'EMESSAGE') return { state: 'refused', code };
  return { state: 'later', code };
}

/** `550_5_1_1` of the answer `550 5.1.1 …`, else the client's code: fit for logs and for people who administer. */
export function codeOf({ code, response }: Failure): string {
  const [, status, enhanced] = /^(\d{3})[ -]?(\d\.\d{1,3}\.\d{1,3})?/.exec(response ?? '') ?? [];
  if (status) return [status, ...(enhanced?.split('.') ?? [])].join('_');
  return code && /^[a-zA-Z0-9_]{1,40}$/.test(code) ? code : 'unexpected';
}
