import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import { Duplex } from 'node:stream';
import type { Handle } from '@sveltejs/kit';

const brotliAll = promisify(brotliCompress);
const gzipAll = promisify(gzip);

export type Encoding = 'br' | 'gzip';

/** Below this, the headers cost more than the bytes saved. */
const WORTH_IT = 1024;
/** Above this, a body of known length is streamed and not held in memory twice. */
const HOLDABLE = 1024 * 1024;
/** Pages are made fresh for every request: 3 takes half the time of 4 and gives 4 % more bytes. */
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 3 };
const COMPRESSIBLE = /^(text\/(?!event-stream)|application\/(json|javascript|manifest\+json|xml)|image\/svg\+xml)/;

/** Compresses pages and answers made by the server; files are compressed at build time and served by the adapter. */
export const compression: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  if (!isCompressible(response)) return response;
  addVary(response.headers);
  const encoding = chooseEncoding(event.request.headers.get('accept-encoding'));
  if (!encoding || event.request.method === 'HEAD') return response;
  return compress(response, encoding);
};

/** The best encoding that both sides know, by RFC 9110 §12.5.3: `q=0` refuses, `*` stands for what is not named. */
export function chooseEncoding(accepted: string | null): Encoding | null {
  const weights = new Map<string, number>();
  for (const part of (accepted ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    if (name) weights.set(name, quality === undefined ? 1 : Number(quality) || 0);
  }
  const weigh = (name: string) => weights.get(name) ?? weights.get('*') ?? 0;
  if (weigh('br') > 0 && weigh('br') >= weigh('gzip')) return 'br';
  return weigh('gzip') > 0 ? 'gzip' : null;
}

/** Whether the body is text, long enough and not encoded already. */
export function isCompressible(response: Response): boolean {
  if (!response.body || response.headers.has('content-encoding') || response.headers.has('content-range')) return false;
  if (/no-transform/.test(response.headers.get('cache-control') ?? '')) return false;
  const length = response.headers.get('content-length');
  if (length !== null && Number(length) < WORTH_IT) return false;
  return COMPRESSIBLE.test(response.headers.get('content-type') ?? '');
}

/** The same response with its body encoded. */
export async function compress(response: Response, encoding: Encoding): Promise<Response> {
  const headers = new Headers(response.headers);
  const length = Number(headers.get('content-length') ?? Infinity);
  headers.set('content-encoding', encoding);
  headers.delete('content-length');
  const init = { status: response.status, statusText: response.statusText, headers };
  if (length > HOLDABLE) return new Response(stream(response, encoding), init);

  const body = Buffer.from(await response.arrayBuffer());
  const encoded = encoding === 'br' ? await brotliAll(body, { params: BROTLI }) : await gzipAll(body);
  headers.set('content-length', String(encoded.byteLength));
  return new Response(new Uint8Array(encoded), init);
}

/** Each part is flushed as it comes: a page that streams late data must not wait for the end. */
function stream(response: Response, encoding: Encoding): ReadableStream<Uint8Array> | null {
  const encoder =
    encoding === 'br'
      ? createBrotliCompress({ params: BROTLI, flush: constants.BROTLI_OPERATION_FLUSH })
      : createGzip({ flush: constants.Z_SYNC_FLUSH });
  return response.body?.pipeThrough(Duplex.toWeb(encoder) as ReadableWritablePair<Uint8Array, Uint8Array>) ?? null;
}

function addVary(headers: Headers): void {
  const vary = headers.get('vary');
  if (!/(^|[\s,])(accept-encoding|\*)/i.test(vary ?? '')) {
    headers.set('vary', vary ? `${vary}, Accept-Encoding` : 'Accept-Encoding');
  }
}
