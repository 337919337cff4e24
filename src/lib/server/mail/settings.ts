import { z } from 'zod';

/** How mails are sent, read from the environment. */
export interface MailSettings {
  host: string;
  port: number;
  /** TLS from the first byte; `required` starts it by STARTTLS or sends nothing; `none` is for a server on this machine. */
  tls: 'implicit' | 'required' | 'none';
  credentials: { user: string; pass: string } | null;
  /** The sender: an address, and a name or none. */
  from: { name: string; address: string };
}

type Environment = Record<string, string | undefined>;

/** A setting that cannot be used. The message is for whoever starts the server and repeats no secret. */
class InvalidSetting extends Error {
  override name = 'InvalidSetting';
}

const EXPECTED = {
  SMTP_URL: 'smtps://user:password@host or smtp://user:password@host, with %-escapes in user and password',
  MAIL_FROM: 'an address such as "So Cong Thuong <no-reply@example.vn>"'
};

const PORTS: Record<string, number> = { 'smtps:': 465, 'smtp:': 587 };
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const smtpUrl = z
  .string()
  .max(1000)
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const unencrypted = url?.searchParams.get('tls') === 'none' || LOOPBACK.test(url?.hostname ?? '');
    const fits =
      url &&
      url.protocol in PORTS &&
      url.hostname &&
      [...url.searchParams.keys()].every((name) => name === 'tls') &&
      // A password never travels in the clear, whatever is asked for.
      !(url.searchParams.get('tls') === 'none' && url.password && !LOOPBACK.test(url.hostname));
    const credentials = fits ? credentialsOf(url) : undefined;
    if (!fits || credentials === undefined) {
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }
    const tls: MailSettings['tls'] = url.protocol === 'smtps:' ? 'implicit' : unencrypted ? 'none' : 'required';
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (PORTS[url.protocol] ?? 587),
      tls,
      credentials
    };
  });

const sender = z
  .string()
  .max(320)
  // Neither line breaks nor a second address can hide in a sender.
  .regex(/^(?:"?[^"<>\r\n@]{1,100}"?\s*<[^\s<>@",;]+@[a-z0-9.-]+>|[^\s<>@",;]+@[a-z0-9.-]+)$/i)
  .transform((text) => {
    const [, name = '', address = text] = /^"?([^"<]*?)"?\s*<([^>]+)>$/.exec(text) ?? [];
    return { name: name.trim(), address };
  });

/**
 * SMTP_URL and MAIL_FROM. Null when there is no SMTP_URL: mails are then kept as files. Throws `InvalidSetting`, naming the
 * variable and what is expected of it.
 */
export function readMailSettings(env: Environment): MailSettings | null {
  if (!env.SMTP_URL) return null;
  const settings = z.object({ SMTP_URL: smtpUrl, MAIL_FROM: sender }).safeParse(env);
  if (settings.success) return { ...settings.data.SMTP_URL, from: settings.data.MAIL_FROM };
  const variable = settings.error.issues[0]?.path[0] === 'MAIL_FROM' ? 'MAIL_FROM' : 'SMTP_URL';
  throw new InvalidSetting(`${variable} cannot be used. Expected: ${EXPECTED[variable]}.`);
}

/** Null when there are none, undefined when they cannot be read. */
function credentialsOf(url: URL): MailSettings['credentials'] | undefined {
  if (!url.username && !url.password) return null;
  try {
    return { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  } catch {
    return undefined;
  }
}
