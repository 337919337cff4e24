import { resolve } from 'node:path';
import type { Backend } from '../supabase/backend.ts';
import { seedDemo, type DemoReport } from './demo/seed-demo.ts';
import { applySeeds } from './seed.ts';

type Environment = Record<string, string | undefined>;

/** What the preparation of a start found and did, for `announce`. */
export interface StartReport {
  kind: Backend['kind'];
  /** The address people open, where it is known. */
  origin: string | null;
  /** Where an embedded database lies. */
  dataDirectory: string;
  /** Whether mails are kept as files there. */
  keepsMails: boolean;
  demo: DemoReport | null;
  /** The address of ADMIN_EMAIL while there is no administrator. */
  invitedAdministrator: string | null;
  warnings: string[];
}

/**
 * What must be done once, after the backend is open and before the first request: seeds, the first administrator, and
 * on a machine of one's own the demonstration. Supabase gets its seeds by `npm run seed`: there the server has no
 * rights to write them.
 */
export async function prepare(backend: Backend, env: Environment = process.env): Promise<StartReport> {
  const root = resolve(env.APP_ROOT || '.');
  const report: StartReport = {
    kind: backend.kind,
    origin: env.ORIGIN || null,
    dataDirectory: resolve(root, env.DATA_DIR || '.data'),
    keepsMails: !env.SMTP_URL,
    demo: null,
    invitedAdministrator: null,
    warnings: []
  };
  if (backend.kind === 'supabase') return report;
  report.warnings.push(...(await applySeeds(backend, root)).warnings);
  if (env.ADMIN_EMAIL && (await grantFirstAdministrator(backend, env.ADMIN_EMAIL))) {
    report.invitedAdministrator = env.ADMIN_EMAIL;
  }
  if (isDemonstration(backend, env)) {
    report.demo = await seedDemo(backend, { dataDirectory: report.dataDirectory, root });
  }
  return report;
}

/** Tells whoever started the server where to look. On plain standard output, because passwords are not for the log. */
export function announce(
  report: StartReport,
  write: (text: string) => unknown = (text) => process.stdout.write(text)
): void {
  const lines = [''];
  if (report.origin) lines.push(`  Open ${report.origin}`);
  if (report.kind === 'embedded')
    lines.push(
      `  Data is kept in ${report.dataDirectory}${report.keepsMails ? ', mails wait in its folder mail' : ''}`
    );
  if (report.invitedAdministrator) {
    lines.push(
      `  No administrator yet: whoever signs up and confirms ${report.invitedAdministrator} becomes the first.`
    );
  }
  if (report.demo) {
    const width = Math.max(...report.demo.accounts.map(({ email }) => email.length));
    lines.push('', '  Demo people (DEMO=0 on an empty DATA_DIR starts without them and the sample firms):');
    for (const { role, email, password } of report.demo.accounts) {
      lines.push(`    ${role.padEnd(16)}  ${email.padEnd(width)}  ${password}`);
    }
  }
  lines.push(...report.warnings.map((warning) => `  Note: ${warning}`));
  write(`${lines.join('\n')}\n\n`);
}

/** The demonstration has people with known passwords, so it stays on the machine of whoever started it. */
function isDemonstration(backend: Backend, env: Environment): boolean {
  const off = ['0', 'false', 'off', 'no'].includes((env.DEMO ?? '').toLowerCase());
  return backend.kind === 'embedded' && isLoopback(env.HOST) && !off;
}

function isLoopback(host: string | undefined): boolean {
  return !host || host === 'localhost' || host === '::1' || host.startsWith('127.');
}

async function grantFirstAdministrator(backend: Backend, email: string): Promise<boolean> {
  const [row] = await backend.sql<{ granted: boolean }>('select private.grant_first_administrator($1) as granted', [
    email
  ]);
  return row?.granted === true;
}
