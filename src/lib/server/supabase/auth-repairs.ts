import { createHash, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackendConfig } from './config.ts';
import type { DatabaseConnection } from './connection.ts';
import { MAIL_TEMPLATES, type Outbox } from './mail.ts';

interface AuthExchange {
  pathname: string;
  /** A copy of the request whose body is unread. */
  body: Request;
  response: Response;
  config: BackendConfig;
  connection: DatabaseConnection;
  outbox: Outbox;
}

/** Seconds between two confirmation mails to one address. */
const RESEND_AFTER = 60;

/**
 * Answers a repeated sign-up, or a request to resend its mail, as hosted Supabase does. lite 0.10.0 refuses both with
 * 429 once a first mail was sent: a lost mail can never be sent again, and the answer tells whether an address is
 * registered. Here the answer is the same either way, and an address that waits for its confirmation gets a new mail.
 */
export async function repeatConfirmation(exchange: AuthExchange): Promise<Response> {
  const { pathname, body, response, config } = exchange;
  const isSignUp = pathname === '/auth/v1/signup';
  const isResend = pathname === '/auth/v1/resend';
  if (response.status !== 429 || !config.confirmEmail || !(isSignUp || isResend)) return response;
  const input = (await body.json()) as { type?: unknown; email?: unknown };
  if (typeof input.email !== 'string' || (isResend && input.type !== 'signup')) return response;
  const email = input.email.toLowerCase();
  await sendAgain(exchange, email);
  return isSignUp ? Response.json(unknownUser(email)) : Response.json({});
}

async function sendAgain({ config, connection, outbox }: AuthExchange, email: string): Promise<void> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const tokenHash = createHash('sha256')
    .update(email + code)
    .digest('hex');
  const waiting = await connection.run(
    `update auth.users set confirmation_token = $2, confirmation_sent_at = now()
     where email = $1 and confirmed_at is null and confirmation_sent_at < now() - make_interval(secs => $3::int)
     returning id`,
    [email, tokenHash, RESEND_AFTER]
  );
  if (waiting.length === 0) return;
  const template = await readFile(join(config.templatesDirectory, 'confirmation.html'), 'utf8');
  const values: Record<string, string> = { SiteURL: config.siteUrl, Token: code, TokenHash: tokenHash, Email: email };
  const html = template.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (mark, name: string) => values[name] ?? mark);
  outbox.keep([{ to: email, subject: MAIL_TEMPLATES.confirmation.subject, html }]);
}

/** The shape of a fresh sign-up that waits for its confirmation, for an address we say nothing about. */
function unknownUser(email: string): object {
  const now = new Date().toISOString();
  return {
    id: crypto.randomUUID(),
    aud: 'authenticated',
    role: '',
    email,
    phone: '',
    confirmation_sent_at: now,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {},
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false
  };
}
