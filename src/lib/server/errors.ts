import { error, fail, isHttpError, isRedirect, type ActionFailure } from '@sveltejs/kit';
import type { FormValues } from './form';

/** Every refusal the application can give, with its HTTP status. The words are in locales/<lang>/errors.json. */
const STATUS = {
  not_found: 404,
  unauthenticated: 401,
  forbidden: 403,
  conflict: 409,
  invalid_input: 422,
  incomplete: 422,
  wrong_state: 409,
  expired: 410,
  too_many_requests: 429,
  already_exists: 409,
  immutable: 409,
  code_invalid: 422,
  account_disabled: 403,
  last_owner: 409,
  last_administrator: 409,
  budget_exceeded: 409,
  already_supported: 409,
  no_place: 409,
  four_eyes: 403,
  not_verified: 409,
  infeasible: 409,
  too_large: 413,
  unsupported_type: 415,
  unavailable: 503,
  credentials_invalid: 422,
  email_not_confirmed: 403,
  weak_password: 422,
  same_password: 422,
  session_expired: 401,
  not_eligible: 409,
  criteria_not_met: 409,
  unexpected: 500
} as const;

export type ErrorCode = keyof typeof STATUS;

/** SQLSTATEs: ours (listed in supabase/README.md), PostgreSQL's own, and PostgREST's. */
const BY_SQLSTATE: Record<string, ErrorCode> = {
  DT001: 'not_found',
  DT002: 'forbidden',
  DT003: 'conflict',
  DT004: 'invalid_input',
  DT005: 'incomplete',
  DT006: 'wrong_state',
  DT007: 'expired',
  DT008: 'too_many_requests',
  DT009: 'already_exists',
  DT010: 'immutable',
  DT011: 'code_invalid',
  DT012: 'account_disabled',
  DT013: 'last_owner',
  DT014: 'last_administrator',
  DT015: 'too_large',
  DT016: 'session_expired',
  DT017: 'budget_exceeded',
  DT018: 'already_supported',
  DT019: 'no_place',
  DT020: 'not_eligible',
  DT021: 'four_eyes',
  DT022: 'not_verified',
  DT023: 'infeasible',
  DT024: 'criteria_not_met',
  '42501': 'forbidden',
  '23505': 'already_exists',
  '23503': 'not_found',
  '23514': 'invalid_input',
  '23502': 'invalid_input',
  '22P02': 'invalid_input',
  '22003': 'invalid_input',
  '22001': 'invalid_input',
  '22007': 'invalid_input',
  '22008': 'invalid_input',
  '22021': 'invalid_input',
  '22P05': 'invalid_input',
  '40001': 'conflict',
  '40P01': 'conflict',
  '55P03': 'conflict',
  '57014': 'unavailable',
  '53300': 'unavailable',
  PGRST100: 'invalid_input',
  PGRST102: 'invalid_input',
  PGRST116: 'not_found',
  PGRST202: 'unavailable',
  PGRST301: 'session_expired',
  PGRST303: 'session_expired'
};

/** Codes of the auth service (`AuthError.code`). */
const BY_AUTH_CODE: Record<string, ErrorCode> = {
  invalid_credentials: 'credentials_invalid',
  user_not_found: 'credentials_invalid',
  email_not_confirmed: 'email_not_confirmed',
  user_banned: 'account_disabled',
  signup_disabled: 'forbidden',
  otp_disabled: 'code_invalid',
  otp_expired: 'code_invalid',
  bad_jwt: 'session_expired',
  session_expired: 'session_expired',
  session_not_found: 'session_expired',
  refresh_token_not_found: 'session_expired',
  refresh_token_already_used: 'session_expired',
  weak_password: 'weak_password',
  same_password: 'same_password',
  user_already_exists: 'already_exists',
  email_exists: 'already_exists',
  email_address_invalid: 'invalid_input',
  validation_failed: 'invalid_input',
  bad_json: 'invalid_input',
  over_request_rate_limit: 'too_many_requests',
  over_email_send_rate_limit: 'too_many_requests',
  request_timeout: 'unavailable'
};

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  /** Plain data for the page, such as a list of `{path, code}`; never a sentence. */
  readonly details: unknown;

  constructor(code: ErrorCode, details?: unknown, options?: ErrorOptions) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.status = STATUS[code];
    this.details = details;
  }
}

/** Ours for anything thrown or returned by the database, the auth service or the network. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { code, message, details, name } = shapeOf(thrown);
  const known = BY_SQLSTATE[code] ?? BY_AUTH_CODE[code] ?? (isNetworkFailure(name, message) ? 'unavailable' : null);
  return new AppError(known ?? 'unexpected', known ? parseDetails(details) : undefined, { cause: thrown });
}

/**
 * For `catch` in actions: `fail(status, {error, details, values})`, with what was typed (`parsed.values`) so that it is
 * kept. Redirects and Kit's own errors pass through, and so does what nobody foresaw, so that it is logged.
 */
export function failure(
  thrown: unknown,
  values: FormValues = {}
): ActionFailure<{ error: ErrorCode; details: unknown; values: FormValues }> {
  if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
  const known = toAppError(thrown);
  if (known.code === 'unexpected') throw thrown;
  return fail(known.status, { error: known.code, details: known.details, values });
}

/** For loads and endpoints: leaves with Kit's error page (or JSON) of the right status. */
export function raise(thrown: unknown): never {
  if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
  const known = toAppError(thrown);
  if (known.code === 'unexpected') throw thrown;
  error(known.status, { message: known.code });
}

function shapeOf(thrown: unknown): { code: string; message: string; details: unknown; name: string } {
  if (typeof thrown !== 'object' || thrown === null)
    return { code: '', message: String(thrown), details: null, name: '' };
  const { code, message, details, name } = thrown as Record<string, unknown>;
  return { code: String(code ?? ''), message: String(message ?? ''), details, name: String(name ?? '') };
}

/** supabase-js reports a network failure as a result without a code, auth-js as an error of its own. */
function isNetworkFailure(name: string, message: string): boolean {
  return name === 'AuthRetryableFetchError' || /fetch failed|ECONNREFUSED|ECONNRESET|ETIMEDOUT/i.test(message);
}

/** Field → code of details that are a list of `{path, code}`; nothing of any others. */
export function problemsIn(details: unknown): Record<string, string> {
  if (!Array.isArray(details)) return {};
  const problems = details.filter(
    (problem): problem is { path: string; code: string } =>
      typeof problem?.path === 'string' && typeof problem?.code === 'string'
  );
  return Object.fromEntries(problems.map(({ path, code }) => [path, code]));
}

/** A function of ours may raise with JSON in `detail`; any other detail is PostgreSQL's own prose and stays here. */
function parseDetails(details: unknown): unknown {
  if (typeof details !== 'string' || !/^[[{]/.test(details)) return undefined;
  try {
    return JSON.parse(details);
  } catch {
    return undefined;
  }
}
