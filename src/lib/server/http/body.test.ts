import { describe, expect, test } from 'vitest';
import { body } from './body';

/** Runs the handle and gives back the request as a load or an action would find it. */
async function through(request: Request, route = '/auth/sign-in'): Promise<Request> {
  if (!request.headers.has('content-length')) request.headers.set('content-length', '100');
  const event = { request, route: { id: route } } as Parameters<typeof body>[0]['event'];
  await body({ event, resolve: async () => new Response() });
  return event.request;
}

function post(content: string, type: string): Request {
  return new Request('http://x/', { method: 'POST', body: content, headers: { 'content-type': type } });
}

describe('a body that cannot be read is refused, not failed on', () => {
  test.each([
    ['a form without its boundary', post('a=1', 'multipart/form-data')],
    ['a form cut off', post('--b\r\nContent-Disposition: form-data; name="a"\r\n', 'multipart/form-data; boundary=b')]
  ])('%s', async (_, request) => {
    const read = (await through(request)).formData();
    await expect(read).rejects.toMatchObject({ status: 400, body: { message: 'invalid_input' } });
  });

  test('broken JSON', async () => {
    const read = (await through(post('{"a":', 'application/json'))).json();
    await expect(read).rejects.toMatchObject({ status: 400 });
  });

  test('a body over the limit keeps its own status', async () => {
    const limit = Object.assign(new Error('Payload Too Large'), { status: 413 });
    const stream = new ReadableStream({ pull: (controller) => controller.error(limit) });
    const request = new Request('http://x/', { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    request.headers.set('content-type', 'application/x-www-form-urlencoded');
    await expect((await through(request)).formData()).rejects.toMatchObject({ status: 413 });
  });
});

test('a good body is read as ever', async () => {
  expect(await (await through(post('{"a":1}', 'application/json'))).json()).toEqual({ a: 1 });
  expect((await (await through(post('a=1', 'application/x-www-form-urlencoded'))).formData()).get('a')).toBe('1');
});

describe('a form that anybody can send', () => {
  const sized = (length: string) => {
    const request = post('a=1', 'application/x-www-form-urlencoded');
    request.headers.set('content-length', length);
    return request;
  };

  test('is short, or not read at all', async () => {
    for (const route of ['/auth/sign-in', '/(public)/quick-check']) {
      await expect(through(sized('300000'), route)).rejects.toMatchObject({
        status: 413,
        body: { message: 'too_large' }
      });
      await expect(through(sized('200000'), route)).resolves.toBeInstanceOf(Request);
    }
  });

  test('says how long it is', async () => {
    await expect(through(sized('many'))).rejects.toMatchObject({ status: 413 });
    await expect(through(sized('-1'))).rejects.toMatchObject({ status: 413 });
  });

  test('of a person who is signed in may carry a file', async () => {
    for (const route of ['/(staff)/staff/questionnaires/upload', '/(owner)/my'])
      await expect(through(sized('300000'), route)).resolves.toBeInstanceOf(Request);
  });
});
