import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { StandInProject } from '../tests/support/stand-in-project.ts';

vi.setConfig({ testTimeout: 60_000 });

const project = new StandInProject();
afterAll(() => project.remove());

const yes = '';
const no = 'console.error("no"); process.exit(1);';

/** Reports what it is told, as Vitest and Playwright do. */
function reporter(target: string, report: unknown, code: number): string {
  return `require('node:fs').writeFileSync(${target}, ${JSON.stringify(JSON.stringify(report))}); process.exit(${code});`;
}

function vitest(counts: { passed: number; failed?: number; broken?: number; skipped?: number }, code = 0): void {
  const files = Array.from({ length: counts.broken ?? 0 }, () => ({ status: 'failed', assertionResults: [] }));
  const report = {
    numPassedTests: counts.passed,
    numFailedTests: counts.failed ?? 0,
    numPendingTests: counts.skipped ?? 0,
    numTodoTests: 0,
    testResults: files
  };
  const target = `process.argv.find((word) => word.startsWith('--outputFile.json=')).slice(18)`;
  project.write(
    'node_modules/vitest/vitest.mjs',
    `import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url); ${reporter(target, report, code)}`
  );
}

function playwright(
  stats: { expected: number; unexpected?: number; flaky?: number; skipped?: number },
  code = 0
): void {
  const report = { stats: { unexpected: 0, flaky: 0, skipped: 0, ...stats } };
  const target = 'process.env.PLAYWRIGHT_JSON_OUTPUT_FILE';
  project.write('node_modules/@playwright/test/cli.js', reporter(target, report, code));
}

function build(code: string): void {
  project.write('node_modules/vite/bin/vite.js', `require('node:fs').mkdirSync('build', { recursive: true }); ${code}`);
  project.write('src/changed.txt', String(Math.random()));
}

const tools = [
  'prettier/bin/prettier.cjs',
  'eslint/bin/eslint.js',
  'svelte-check/bin/svelte-check',
  'knip/bin/knip.js'
];

beforeEach(() => {
  for (const tool of tools) project.write(`node_modules/${tool}`, yes);
  project.write('scripts/check-i18n.ts', yes);
  project.write('scripts/db-types.ts', yes);
  vitest({ passed: 10 });
  playwright({ expected: 5 });
  build(yes);
});

// The path of any file is good enough for a browser that nobody starts.
const runTests = () => project.run('scripts/test.js', { CHROMIUM_PATH: join(project.directory, 'package.json') });

test('all is well: seven checks, ten unit tests, ten of the database, five journeys', () => {
  const { code, lines } = runTests();
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe('32 passed, 0 failed');
});

test('a failed check fails the run and stops nothing', () => {
  project.write('node_modules/eslint/bin/eslint.js', no);
  const { code, lines } = runTests();
  expect(code).toBe(1);
  expect(lines.slice(0, -1).find((line) => line.startsWith('end to end'))).toMatch(/5 +0 +0$/);
});

test('failed and skipped tests are counted', () => {
  vitest({ passed: 8, failed: 1, skipped: 1 }, 1);
  playwright({ expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, 1);
  const { lines, code } = runTests();
  expect({ code, last: lines.filter((line) => / passed, /.test(line)) }).toEqual({
    code: 1,
    last: ['27 passed, 3 failed, 4 skipped']
  });
});

test('what fails outside any test is one failure: a file that does not load, a hook, a tool that ends without a word', () => {
  vitest({ passed: 9, broken: 1 }, 1);
  expect(runTests().lines).toContain('30 passed, 2 failed');
  vitest({ passed: 10 }, 1);
  expect(runTests().lines).toContain('32 passed, 2 failed');
  project.write('node_modules/vitest/vitest.mjs', no);
  expect(runTests().lines).toContain('12 passed, 2 failed');
});

test('the journeys are skipped when the build fails', () => {
  build(no);
  expect(runTests().lines).toContain('26 passed, 1 failed, 1 skipped');
});
