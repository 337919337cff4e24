import { request, type Agent, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';

const decoders: Record<string, (body: Buffer) => Promise<Buffer>> = {
  br: promisify(brotliDecompress),
  gzip: promisify(gunzip)
};

const FORM = 'application/x-www-form-urlencoded';

interface Body {
  type: string;
  text: string;
}

export interface Reply {
  status: number;
  location: string | null;
  text: string;
}

/** A browser without JavaScript: keeps cookies, asks for compressed pages, follows where the server sends it. */
export class Visitor {
  readonly #origin: URL;
  readonly #agent: Agent;
  readonly #cookies = new Map<string, string>();
  /** Milliseconds of every request, from sending to the last byte. */
  readonly times: number[] = [];

  constructor(origin: string, agent: Agent, cookies: { name: string; value: string }[] = []) {
    this.#origin = new URL(origin);
    this.#agent = agent;
    for (const { name, value } of cookies) this.#cookies.set(name, value);
  }

  /** Opens a page. */
  get(path: string): Promise<Reply> {
    return this.#send('GET', path);
  }

  post(path: string, body: string, type: string): Promise<Reply> {
    return this.#send('POST', path, { type, text: body });
  }

  /** Sends a form and opens the page that the server leads to; throws when it leads nowhere. */
  async submit(path: string, fields: Record<string, string>): Promise<{ path: string; text: string }> {
    let reply = await this.post(path, new URLSearchParams(fields).toString(), FORM);
    let at = path;
    for (let hops = 0; hops < 5; hops++) {
      if (reply.status === 200 && hops > 0) return { path: at, text: reply.text };
      if (reply.status !== 303 || !reply.location) break;
      at = new URL(reply.location, new URL(at, this.#origin)).pathname;
      reply = await this.get(at);
    }
    throw new Error(`${path} answered ${reply.status} at ${at}.`);
  }

  async #send(method: 'GET' | 'POST', path: string, body?: Body): Promise<Reply> {
    const started = performance.now();
    const message = await this.#exchange(method, path, body);
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part as Buffer);
    this.times.push(performance.now() - started);
    for (const line of message.headers['set-cookie'] ?? []) this.#keep(line);
    const raw = Buffer.concat(parts);
    const decode = decoders[message.headers['content-encoding'] ?? ''];
    return {
      status: message.statusCode ?? 0,
      location: message.headers.location ?? null,
      text: (decode ? await decode(raw) : raw).toString('utf8')
    };
  }

  #exchange(method: 'GET' | 'POST', path: string, body: Body | undefined): Promise<IncomingMessage> {
    const headers: Record<string, string> = {
      accept: 'text/html,application/xhtml+xml',
      'accept-encoding': 'gzip, br',
      'accept-language': 'vi',
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    };
    if (body) {
      headers['content-type'] = body.type;
      headers['content-length'] = String(Buffer.byteLength(body.text));
      headers.origin = this.#origin.origin;
    }
    const { hostname, port } = this.#origin;
    return new Promise((resolve, reject) => {
      const call = request({ agent: this.#agent, hostname, port, method, path, headers, timeout: 60_000 }, resolve);
      call.once('timeout', () => call.destroy(new Error(`${path} took more than a minute.`)));
      call.once('error', reject);
      call.end(body?.text);
    });
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';', 1);
    const cut = pair.indexOf('=');
    this.#cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
}

/** The hidden fields of a page, as its form would send them. */
export function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input type="hidden"[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    if (name) fields[name] = unescape(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  return fields;
}

function unescape(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
