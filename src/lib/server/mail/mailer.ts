import type { Outcome } from '../../domain/mail/outcome.ts';

/** A mail that is ready to go. */
export interface Mail {
  /** The same however often it is tried: it becomes the Message-ID. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Where a POST ends mails of this sort without signing in (RFC 8058); null for mails that are always sent. */
  unsubscribe: string | null;
}

/** A way to hand mails over, open for some of them, one after the other. */
export interface Delivery {
  /**
   * Hands one mail over. `begin` is awaited when the other side is ready to take the content and before it gets any; when
   * it throws, nothing is handed over, and that error is thrown on. Nothing else is.
   */
  deliver(mail: Mail, begin: () => Promise<void>): Promise<Outcome>;
  /** False when the connection is lost: the next mail needs another one. */
  readonly usable: boolean;
  close(): void;
}

/** Where mails go: to a mail server (smtp.ts) or, where there is none, into files (../jobs/mail-spool.ts). */
export interface Mailer {
  /** Throws `Unreachable`. */
  open(): Promise<Delivery>;
}

/** There is no way to hand mails over now: no connection, no TLS, no sign-in. No mail was touched. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  /** Such as `ECONNREFUSED` or `535_5_7_8`. */
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
