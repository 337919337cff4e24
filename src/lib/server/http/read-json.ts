import type { z } from 'zod';
import { AppError } from '$lib/server/errors';

/**
 * The body of a JSON request. Only JSON is accepted, and from a browser only of this site: other content types are what a
 * foreign page can send without asking first.
 *
 * @throws AppError unsupported_type, forbidden, too_large (more than `maxBytes`), invalid_input (not JSON, or not of the
 * schema; details list `{path, code}`)
 */
export async function readJson<T>(request: Request, url: URL, schema: z.ZodType<T>, maxBytes: number): Promise<T> {
  if (request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new AppError('unsupported_type');
  }
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== url.origin) throw new AppError('forbidden');
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new AppError('too_large');
  const text = await request.text().catch(() => {
    // Longer than the server reads at all.
    throw new AppError('too_large');
  });
  if (Buffer.byteLength(text) > maxBytes) throw new AppError('too_large');
  const result = schema.safeParse(parse(text));
  if (!result.success) {
    const issues = result.error.issues.map((issue) => ({ path: issue.path.join('.'), code: issue.code }));
    throw new AppError('invalid_input', issues);
  }
  return result.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid_input', [{ path: '', code: 'not_json' }]);
  }
}
