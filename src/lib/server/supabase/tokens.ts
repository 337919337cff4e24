import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an access token says about its bearer. */
export interface TokenClaims {
  /** The user's id. */
  sub: string;
  role: string;
  email?: string;
  session_id?: string;
  /** How and when (in seconds) the person signed in. */
  amr?: { method: string; timestamp: number }[];
  exp: number;
  iat?: number;
}

/** The claims of an HS256 access token, or null when it is not ours, damaged, expired, or not for signed-in people. */
export function verifyHs256(token: string, secret: string, now = Date.now()): TokenClaims | null {
  const [header, payload, signature, rest] = token.split('.');
  if (!header || !payload || !signature || rest !== undefined) return null;
  // The algorithm is pinned: a token must not choose how it is checked.
  if (decode(header)?.alg !== 'HS256') return null;
  const expected = sign(`${header}.${payload}`, secret);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims = decode(payload);
  if (!claims || typeof claims.sub !== 'string' || typeof claims.role !== 'string') return null;
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= now) return null;
  if (claims.aud !== 'authenticated') return null;
  return claims as unknown as TokenClaims;
}

/** Signs claims as an HS256 token. */
export function signHs256(claims: Record<string, unknown>, secret: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${sign(body, secret).toString('base64url')}`;
}

function sign(body: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(body).digest();
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
