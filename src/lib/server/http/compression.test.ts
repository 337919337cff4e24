import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { chooseEncoding, compress, isCompressible } from './compression';

describe('negotiation', () => {
  test.each([
    [null, null],
    ['', null],
    ['identity', null],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.8', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.5, gzip;q=1', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['*', 'br'],
    ['*;q=0', null],
    ['br;q=0, *', 'gzip']
  ])('"%s" gets %s', (accepted, encoding) => expect(chooseEncoding(accepted)).toBe(encoding));
});

function page(body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    headers: { 'content-type': 'text/html', 'content-length': String(Buffer.byteLength(body)), ...headers }
  });
}

const long = '<p>dừa</p>'.repeat(500);

describe('what is left alone', () => {
  test.each([
    ['a short page', page('<p>dừa</p>')],
    ['an encoded body', page(long, { 'content-encoding': 'gzip' })],
    ['a picture', page(long, { 'content-type': 'image/png' })],
    ['a stream of events', page(long, { 'content-type': 'text/event-stream' })],
    ['a part of a file', page(long, { 'content-range': 'bytes 0-9/100' })],
    ['no body', new Response(null, { status: 204 })]
  ])('%s', (_, response) => expect(isCompressible(response)).toBe(false));
});

test('a page comes back the same, with its own length', async () => {
  const response = await compress(page(long, { vary: 'Cookie' }), 'br');
  const body = Buffer.from(await response.arrayBuffer());
  expect(brotliDecompressSync(body).toString()).toBe(long);
  expect(response.headers.get('content-length')).toBe(String(body.byteLength));
  expect(response.headers.get('content-encoding')).toBe('br');
});

test('a streamed body is sent part by part', async () => {
  let finish: () => void = () => undefined;
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('first'));
      finish = () => {
        controller.enqueue(new TextEncoder().encode(' last'));
        controller.close();
      };
    }
  });
  const response = await compress(new Response(source, { headers: { 'content-type': 'text/html' } }), 'gzip');
  const reader = response.body?.getReader();
  const parts = [(await reader?.read())?.value];
  expect(parts[0]?.byteLength).toBeGreaterThan(0);
  finish();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) parts.push(part.value);
  expect(gunzipSync(Buffer.concat(parts.map((part) => part ?? new Uint8Array()))).toString()).toBe('first last');
});
