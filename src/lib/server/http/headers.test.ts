import { createServer, request, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { secureEveryResponse } from './headers';

/** What a browser is told by a server that answers like this. */
async function headersOf(https: boolean, answer: RequestListener, asked = {}): Promise<IncomingHttpHeaders> {
  const stop = secureEveryResponse(https);
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve, reject) => {
      request({ port, host: '127.0.0.1', ...asked }, (response) => resolve(response.resume().headers))
        .on('error', reject)
        .end();
    });
  } finally {
    server.close();
    stop();
  }
}

test.each<[string, RequestListener]>([
  ['a redirect', (_, response) => response.writeHead(303, { location: '/auth/sign-in' }).end()],
  ['a refusal', (_, response) => response.writeHead(403).end('no')],
  ['a file', (_, response) => response.writeHead(200, { 'content-type': 'text/css' }).end('a{}')]
])('%s that no handle has seen carries the headers', async (_, answer) => {
  expect(await headersOf(false, answer)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin'
  });
});

test('behind TLS a browser is told to stay there, else not', async () => {
  const answer: RequestListener = (_, response) => response.end();
  expect((await headersOf(true, answer))['strict-transport-security']).toMatch(/^max-age=\d+$/);
  expect((await headersOf(false, answer))['strict-transport-security']).toBeUndefined();
});

test('what an answer says itself stands', async () => {
  const headers = await headersOf(false, (_, response) =>
    response.writeHead(200, { 'referrer-policy': 'no-referrer' }).end()
  );
  expect(headers['referrer-policy']).toBe('no-referrer');
});

test('what a page fetches as data has no headers of a document, what a person opens has', async () => {
  const answer: RequestListener = (_, response) => response.end('{}');
  const asked = (path: string, dest: string) => headersOf(false, answer, { path, headers: { 'sec-fetch-dest': dest } });
  const fetched = await asked('/api/progress', 'empty');
  expect(fetched).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
  expect(fetched['x-frame-options']).toBeUndefined();
  expect(await asked('/api/progress', 'document')).toMatchObject({ 'x-frame-options': 'DENY' });
  expect(await asked('/my', 'empty')).toMatchObject({ 'x-frame-options': 'DENY' });
});
