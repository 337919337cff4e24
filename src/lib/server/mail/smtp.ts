import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { codeOf, outcomeOf, type Failure, type Outcome } from '../../domain/mail/outcome.ts';
import { Unreachable, type Delivery, type Mail, type Mailer } from './mailer.ts';
import type { MailSettings } from './settings.ts';

/** What nodemailer throws, as far as it is read here. */
type SmtpError = Error & Failure & { originalCode?: string };

const SECOND = 1000;
/** RFC 5321 would wait minutes; longer than this a claim on a mail is not held (see the outbox's lease). */
const TIMEOUTS = { connectionTimeout: 20 * SECOND, greetingTimeout: 20 * SECOND, socketTimeout: 60 * SECOND };

/** Hands mails to a mail server, over one connection as long as it lasts. */
export function smtpMailer(settings: MailSettings): Mailer {
  return { open: () => connect(settings) };
}

async function connect({ host, port, tls, credentials, from }: MailSettings): Promise<Delivery> {
  const connection = new SMTPConnection({
    ...TIMEOUTS,
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    // A relay on this machine is reached where there is no other network.
    allowInternalNetworkInterfaces: true
  });
  let usable = true;
  // Errors of a connection that nobody is waiting on; those of a step come to the step as well.
  connection.on('error', () => (usable = false));
  connection.on('end', () => (usable = false));
  try {
    await step(connection, (done) => connection.connect(done));
    if (credentials) await step(connection, (done) => connection.login({ credentials }, done));
  } catch (error) {
    connection.close();
    const { code, response, originalCode } = error as SmtpError;
    throw new Unreachable(codeOf({ code: originalCode ?? code, response }));
  }
  return {
    get usable() {
      return usable;
    },
    async deliver(mail, begin) {
      const outcome = await send(connection, from, mail, begin);
      // After a refusal the transaction is open; a server that cannot end it is left.
      if (outcome.state === 'refused' || outcome.state === 'later') {
        await step(connection, (done) => connection.reset(done)).catch(() => connection.close());
      }
      if (outcome.state === 'blocked' || outcome.state === 'uncertain') connection.close();
      return outcome;
    },
    close: () => (usable ? connection.quit() : connection.close())
  };
}

async function send(
  connection: SMTPConnection,
  from: MailSettings['from'],
  mail: Mail,
  begin: () => Promise<void>
): Promise<Outcome> {
  const content = await compose(from, mail).catch(() => null);
  if (!content) return { state: 'refused', code: 'unreadable' };
  let begun = false;
  let refusal: Error | null = null;
  // Read only after the server answered DATA: `begin` comes as late as it can.
  const message = new Readable({
    read() {
      begin().then(
        () => {
          begun = true;
          this.push(content);
          this.push(null);
        },
        (error: Error) => this.destroy((refusal = error))
      );
    }
  });
  try {
    await step(connection, (done) => connection.send({ from: from.address, to: [mail.to] }, message, done));
    return { state: 'sent' };
  } catch (error) {
    if (refusal) {
      // The server waits for content. Without its end, a lost connection means that there is no mail.
      connection.close();
      throw refusal as Error;
    }
    return outcomeOf(error as SmtpError, begun);
  }
}

/** A step of the connection, as a promise. A connection that breaks may tell its listeners and not the step. */
function step(connection: SMTPConnection, take: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error | null) => {
      connection.off('error', settle);
      connection.off('end', ended);
      if (error) reject(error);
      else resolve();
    };
    // A turn later: the end of a connection may come before the answer that tells why it ended.
    const ended = () =>
      setImmediate(() => settle(Object.assign(new Error('The connection ended.'), { code: 'ECONNECTION' })));
    connection.on('error', settle);
    connection.on('end', ended);
    take(settle);
  });
}

async function compose(from: MailSettings['from'], mail: Mail): Promise<Buffer> {
  const headers: Record<string, string | { prepared: true; value: string }> = {
    // Nobody's absence notice answers it (RFC 3834).
    'Auto-Submitted': 'auto-generated'
  };
  if (mail.unsubscribe) {
    // On one line: some that check signatures stumble over a folded one.
    headers['List-Unsubscribe'] = { prepared: true, value: `<${mail.unsubscribe}>` };
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  return new MailComposer({
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${from.address.split('@')[1]}>`,
    headers,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true
  })
    .compile()
    .build();
}
