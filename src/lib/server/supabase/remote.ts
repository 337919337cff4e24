import { createClient } from '@supabase/supabase-js';
import { verifyHs256, type TokenClaims } from './tokens.ts';

/** Checks tokens of a Supabase project: with its public keys, or with JWT_SECRET where it still signs with one. */
export function remoteVerifier(url: string, key: string, sharedSecret: string | undefined) {
  if (sharedSecret) return async (token: string) => verifyHs256(token, sharedSecret);
  const client = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
  return async (token: string): Promise<TokenClaims | null> => {
    const { data, error } = await client.auth.getClaims(token);
    return error || !data ? null : (data.claims as TokenClaims);
  };
}

/**
 * Asks a Supabase project whether it answers and which migration it has. The application's role cannot read the
 * history table, so the schema says it through `public.schema_version()`.
 */
export async function remoteState(url: string, key: string): Promise<{ database: boolean; version: string | null }> {
  try {
    const response = await fetch(`${url}/rest/v1/rpc/schema_version`, {
      method: 'POST',
      headers: { apikey: key, 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(5000)
    });
    if (response.status === 404) return { database: true, version: null };
    if (!response.ok) return { database: false, version: null };
    const version: unknown = await response.json();
    return { database: true, version: typeof version === 'string' ? version : null };
  } catch {
    return { database: false, version: null };
  }
}
