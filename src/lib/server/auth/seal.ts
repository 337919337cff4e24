import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Text for a cookie that only the holder of the secret can have written, for one purpose: sealed for another it does not
 * open. It is signed, not hidden.
 */
export function seal(purpose: string, body: string, secret: string): string {
  return `${body}.${sign(purpose, body, secret)}`;
}

/** What was sealed for the purpose, or null when the text is missing, altered or sealed elsewhere. */
export function unseal(purpose: string, sealed: string | undefined, secret: string): string | null {
  const cut = sealed?.lastIndexOf('.') ?? -1;
  if (!sealed || cut < 0) return null;
  const body = sealed.slice(0, cut);
  const expected = Buffer.from(sign(purpose, body, secret));
  const given = Buffer.from(sealed.slice(cut + 1));
  return given.length === expected.length && timingSafeEqual(given, expected) ? body : null;
}

function sign(purpose: string, body: string, secret: string): string {
  return createHmac('sha256', secret).update(`${purpose}:${body}`).digest('base64url');
}
