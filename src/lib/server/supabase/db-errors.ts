import { inspect } from 'node:util';

/** An error of a database driver, as far as we look at it. */
interface DriverError {
  code: string;
  message: string;
  detail?: string | null;
  hint?: string | null;
}

/** Codes lite answers as PostgREST does. */
const ANSWERED_RIGHT = /^(42501|23505|23503|25006|42P01|PGRST|PT.*)$/;
const CONNECTION_LOST = /^(E[A-Z]+|CONNECT(ION)?_[A-Z_]+)$/;

/**
 * Turns a driver error into one that lite answers as PostgREST would. Without it every violated check, every raise
 * and every exclusion answers 500 "SUP". lite prints what is returned here, so it prints a code and never values.
 */
export function normalizeDbError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === null) return error;
  if (CONNECTION_LOST.test(code)) {
    return asPostgrest(503, { code: 'PGRST000', message: 'Database connection error' });
  }
  if (!/^[0-9A-Z]{5}$/.test(code)) return error;
  const known = error as DriverError;
  if (ANSWERED_RIGHT.test(code)) {
    return quiet(code, { code, message: known.message, detail: known.detail ?? null, hint: known.hint ?? null });
  }
  return asPostgrest(statusOf(code), known);
}

/** What PostgREST answers to a driver error; null for an error that did not come from the database. */
export function postgrestError(error: unknown, role: string): { status: number; body: object } | null {
  const code = codeOf(error);
  if (code === null) return null;
  if (CONNECTION_LOST.test(code)) {
    return { status: 503, body: { code: 'PGRST000', message: 'Database connection error', details: null, hint: null } };
  }
  if (!/^[0-9A-Z]{5}$/.test(code)) return null;
  const { message, detail, hint } = error as DriverError;
  const status = code === '42501' ? (role === 'anon' ? 401 : 403) : statusOf(code);
  return { status, body: { code, message, details: detail ?? null, hint: hint ?? null } };
}

/** The status PostgREST gives a SQLSTATE. */
function statusOf(code: string): number {
  if (/^PT[2-5]\d\d$/.test(code)) return Number(code.slice(2));
  if (code === '23503' || code === '23505') return 409;
  if (code === '25006') return 405;
  if (code === '42P01') return 404;
  if (code === '42883') return 404;
  if (code === '42P17' || code === '53400') return 500;
  if (code === 'P0001') return 400;
  if (/^57P0[1-3]$/.test(code)) return 503;
  const family = code.slice(0, 2);
  if (['08', '3D', '53'].includes(family)) return 503;
  if (['0L', '0P', '28'].includes(family)) return 403;
  if (['09', '25', '2D', '38', '39', '3B', '40', '54', '55', '57', '58', 'F0', 'HV', 'P0', 'XX'].includes(family))
    return 500;
  return 400;
}

/** lite passes an error with code PGRST through as the answer its message and detail describe. */
function asPostgrest(status: number, error: DriverError): object {
  return quiet(error.code, {
    code: 'PGRST',
    message: JSON.stringify({
      code: error.code,
      message: error.message,
      details: error.detail ?? null,
      hint: error.hint ?? null
    }),
    detail: JSON.stringify({ status, headers: {} })
  });
}

function quiet(code: string, error: object): object {
  return Object.defineProperty(error, inspect.custom, { value: () => `database refused: ${code}` });
}

/** Hides the statement, its parameters and the quoted values of a driver error from whatever prints it. */
export function hideValues(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || codeOf(error) === null) return error;
  for (const key of ['query', 'params', 'parameters', 'args', 'detail', 'where', 'internalQuery']) {
    if (Object.getOwnPropertyDescriptor(error, key)?.configurable)
      Object.defineProperty(error, key, { enumerable: false });
  }
  return error;
}

function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}
