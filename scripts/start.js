import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { buildIfNeeded } from './build.js';
import { installIfNeeded } from './install.js';
import { Stop, nodeBinary, root, runMain, toolEnvironment } from './toolchain.js';

const everyAddress = ['0.0.0.0', '::'];
/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

await runMain(async () => {
  const host = process.env.HOST || '127.0.0.1';
  const port = portNumber(process.env.PORT || '3000');
  await checkAddress(host, port);
  await installIfNeeded();
  await buildIfNeeded();
  return serve(host, port);
});

/** @param {string} text */
function portNumber(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Stop(`PORT must be a number from 1 to 65535, and is "${text}".`);
}

/**
 * Refuses an address the server could not listen on, before minutes go into an install and a build.
 * @param {string} host
 * @param {number} port
 */
async function checkAddress(host, port) {
  const probe = createServer();
  /** @type {NodeJS.ErrnoException | null} */
  const error = await new Promise((resolve) => {
    probe.once('error', resolve);
    probe.listen({ host, port }, () => probe.close(() => resolve(null)));
  });
  if (!error) return;
  if (error.code === 'EADDRINUSE') {
    throw new Stop(`Port ${port} on ${host} is in use: stop what runs there, or choose another with PORT=${port + 1}.`);
  }
  if (error.code === 'EACCES')
    throw new Stop(`Port ${port} is not allowed to this user: choose one above 1023 with PORT.`);
  throw new Stop(`The server cannot listen on ${host}: ${error.code}. Set HOST to an address of this machine.`);
}

/**
 * Runs the built server until it ends. Signals go on to it, and its exit code becomes ours.
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number>}
 */
async function serve(host, port) {
  const server = spawn(nodeBinary(), ['build/index.js'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...defaults(host, port), ...given(toolEnvironment()), HOST: host, PORT: String(port) }
  });
  for (const signal of signals) process.on(signal, () => server.kill(signal));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code, signal) => {
      if (code !== null) return resolve(code);
      // Ended by a signal: end in the same way, so that whoever started us can tell.
      for (const name of signals) process.removeAllListeners(name);
      process.kill(process.pid, signal ?? 'SIGTERM');
    });
  });
}

/**
 * The environment where nobody said otherwise.
 * @param {string} host
 * @param {number} port
 */
function defaults(host, port) {
  return {
    NODE_ENV: 'production',
    DATA_DIR: '.data',
    // Uploads of 5 MB and the form around them.
    BODY_SIZE_LIMIT: '6M',
    SHUTDOWN_TIMEOUT: '10',
    // Without it the adapter assumes https and refuses every form.
    ORIGIN: defaultOrigin(host, port)
  };
}

/**
 * Leaves out what is set to nothing: `PORT= npm start` means the default.
 * @param {NodeJS.ProcessEnv} environment
 */
function given(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
}

/**
 * @param {string} host
 * @param {number} port
 */
function defaultOrigin(host, port) {
  if (everyAddress.includes(host)) {
    if (!process.env.ORIGIN) console.log('Set ORIGIN to the address people open, for example https://dx.example.vn');
    return `http://localhost:${port}`;
  }
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
