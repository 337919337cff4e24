import pino from 'pino';

const testing = Boolean(process.env.VITEST) || process.env.NODE_ENV === 'test';

/**
 * JSON lines on standard output. Never logged: addresses with ids or queries, e-mails, names, form contents, headers,
 * IP addresses.
 */
export const log = pino({ level: process.env.LOG_LEVEL ?? (testing ? 'silent' : 'info'), base: null });
