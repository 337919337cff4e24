import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

/** A server beside that of the other journeys, with a data directory of its own. */
export interface OwnServer {
  origin: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** The data directory of an own server; what is put into it before `startOwnServer` is there when the server begins. */
export function ownDirectory(name: string): string {
  return join(test.info().project.outputDir, `${name}-data`);
}

/** Starts the built server on a free port, and waits until it is ready. */
export async function startOwnServer(name: string, settings: Record<string, string> = {}): Promise<OwnServer> {
  const data = ownDirectory(name);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ['build/index.js'], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      ORIGIN: origin,
      DATA_DIR: data,
      DATABASE_URL: '',
      PUBLIC_SUPABASE_URL: '',
      DEMO: '1',
      JOBS_SECONDS: '1',
      ...settings
    },
    stdio: 'ignore'
  });
  const ready = () =>
    fetch(`${origin}/readyz`).then(
      ({ status }) => status,
      () => 0
    );
  await expect.poll(ready, { timeout: 150_000, intervals: [1000] }).toBe(200);
  return {
    origin,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    }
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
