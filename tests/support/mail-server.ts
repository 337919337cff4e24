import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that the server has accepted. */
export interface Received {
  id: string;
  from: string;
  to: string;
  source: string;
}

export interface MailServer {
  port: number;
  /** In the order in which they were accepted, each as often as it was. */
  accepted: Received[];
  /** What it says to a recipient or to content: nothing, or an error with `responseCode`. Set by tests. */
  onRecipient: (address: string) => Error | null | Promise<Error | null>;
  onContent: (mail: Received) => Error | null | Promise<Error | null>;
  stop(): Promise<void>;
  /** Listens again where it listened. */
  start(): Promise<void>;
}

/** An answer of a mail server. */
export function answer(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

/** A real SMTP server on loopback, in the clear and without sign-in unless the options say more. */
export async function openMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  let server: SMTPServer | null = null;
  const mails: MailServer = {
    port: 0,
    accepted: [],
    onRecipient: () => null,
    onContent: () => null,
    async start() {
      const listening = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        disableReverseLookup: true,
        closeTimeout: 100,
        ...options,
        onRcptTo({ address }, _, done) {
          void Promise.resolve(mails.onRecipient(address)).then(done);
        },
        onData(stream, { envelope }, done) {
          const take = async (source: string): Promise<Error | null> => {
            const id = /^Message-ID: <([^@>]+)@/im.exec(source)?.[1] ?? '';
            const from = envelope.mailFrom ? envelope.mailFrom.address : '';
            const mail = { id, from, to: envelope.rcptTo[0]?.address ?? '', source };
            const refusal = await mails.onContent(mail);
            if (!refusal) mails.accepted.push(mail);
            return refusal;
          };
          // A client that goes away in the middle has sent no mail.
          read(stream).then(take).then(done, done);
        }
      });
      // A client that is killed in the middle is what tests are about.
      listening.on('error', () => undefined);
      await new Promise<void>((resolve) => listening.listen(mails.port, '127.0.0.1', resolve));
      mails.port = (listening.server.address() as AddressInfo).port;
      server = listening;
    },
    async stop() {
      await new Promise<void>((resolve) => (server ? server.close(resolve) : resolve()));
      server = null;
    }
  };
  await mails.start();
  return mails;
}

async function read(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
