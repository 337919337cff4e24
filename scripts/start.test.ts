import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { StandInProject } from '../tests/support/stand-in-project.ts';

vi.setConfig({ testTimeout: 60_000 });

const project = new StandInProject();
let port = 0;

const server = `
  process.on('SIGTERM', () => { console.log('bye'); process.exit(7); });
  console.log(JSON.stringify({ origin: process.env.ORIGIN, demo: process.env.DEMO, limit: process.env.BODY_SIZE_LIMIT }));
  if (process.env.CRASH) process.exit(3);
  require('node:http').createServer().listen(process.env.PORT, process.env.HOST);
`;
const build = `
  const fs = require('node:fs');
  if (fs.readFileSync('src/page.txt', 'utf8').includes('broken')) { console.log('why it broke'); process.exit(1); }
  fs.mkdirSync('build', { recursive: true });
  fs.writeFileSync('build/package.json', '{"type":"commonjs"}');
  fs.writeFileSync('build/index.js', ${JSON.stringify(server)});
`;

const start = (environment: Record<string, string> = {}) =>
  project.run('scripts/start.js', { PORT: String(port), ...environment });

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

beforeAll(async () => {
  project.write('node_modules/vite/bin/vite.js', build);
  project.write('src/page.txt', 'one');
  port = await freePort();
});
afterAll(() => project.remove());

test('the first start builds, the second starts in silence, a changed source builds again, a changed test does not', () => {
  const told = `{"origin":"http://127.0.0.1:${port}","demo":"1","limit":"6M"}`;
  const run = () => start({ CRASH: '1', DEMO: '1' });
  expect(run()).toEqual({ code: 3, lines: ['Building …', told] });
  expect(run()).toEqual({ code: 3, lines: [told] });
  project.write('src/page.txt', 'two');
  expect(run().lines).toEqual(['Building …', told]);
  project.write('src/page.test.ts', 'x');
  expect(run().lines).toEqual([told]);
});

test('a lockfile that asks for more than is installed leads to an install, whose failure is the end', () => {
  const more = JSON.parse(project.lockfile);
  more.packages['node_modules/new'] = { version: '1.0.0', integrity: 'sha512-x' };
  project.write('package-lock.json', JSON.stringify(more));
  project.write('npm.cjs', `console.log('npm ' + process.argv.slice(2, 4).join(' ')); process.exit(1);`);
  const result = start({ npm_execpath: join(project.directory, 'npm.cjs') });
  project.write('package-lock.json', project.lockfile);
  expect(result).toEqual({
    code: 1,
    lines: ['Installing packages …', 'npm ci --include=dev', 'The packages could not be installed; npm says why above.']
  });
});

test('a failed build says why and starts nothing', () => {
  project.write('src/page.txt', 'broken');
  const { code, lines } = start();
  project.write('src/page.txt', 'two');
  expect(code).toBe(1);
  expect(lines).toEqual(['Building …', 'why it broke', 'The build failed; the reason stands above.']);
});

test('a port in use, or none, is refused in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const inUse = start();
  await new Promise((resolve) => other.close(resolve));
  expect(inUse.code).toBe(1);
  expect(inUse.lines).toEqual([expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`)]);
  expect(start({ PORT: '70000' })).toEqual({
    code: 1,
    lines: ['PORT must be a number from 1 to 65535, and is "70000".']
  });
});

test('the origin is the given one, else follows host and port', () => {
  const originOf = (environment: Record<string, string>) =>
    JSON.parse(start({ CRASH: '1', ...environment }).lines.at(-1) ?? '').origin;
  expect(originOf({ ORIGIN: 'https://dx.example.vn' })).toBe('https://dx.example.vn');
  expect(originOf({ ORIGIN: '' })).toBe(`http://127.0.0.1:${port}`);
  expect(originOf({ HOST: '0.0.0.0' })).toBe(`http://localhost:${port}`);
});

test('a signal reaches the server, whose exit code is ours', async () => {
  const child = project.spawn('scripts/start.js', { PORT: String(port) });
  let output = '';
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdout.on('data', (chunk) => {
    output += chunk;
    if (output.includes('origin')) child.kill('SIGTERM');
  });
  expect(await ended).toBe(7);
  expect(output).toContain('bye');
});
