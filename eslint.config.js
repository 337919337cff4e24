import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { pureDomain } from './scripts/lint/pure-domain.js';
import svelteConfig from './svelte.config.js';

const tests = ['**/*.test.ts', 'tests/**'];
const anyCode = '**/*.{js,ts,svelte}';

/** The client that may do more than the signed-in person: for the jobs, and nothing that answers a request. */
const jobsClient = {
  regex: '(^|/)jobs-client(\\.ts)?$',
  message: 'Only src/lib/server/jobs may use the client of the jobs.'
};
const jobs = {
  regex: '\\$lib/server/jobs(/|$)',
  message: 'Jobs run beside the requests: only src/hooks.server.ts starts them.'
};
/** The browser gets no database client; the types of the rows are for everybody. */
const databaseClient = {
  regex: '^@supabase/',
  allowTypeImports: true,
  message: 'Only src/lib/server talks to the database.'
};

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', '.data/', 'test-results/', '**/*.generated.ts'] },
  {
    linterOptions: {
      // A rule that is wrong for us is changed here, where everybody sees it, and not beside one line.
      noInlineConfig: true,
      reportUnusedDisableDirectives: 'error'
    }
  },
  js.configs.recommended,
  ts.configs.strict,
  ts.configs.stylistic,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript knows better which names exist.
      'no-undef': 'off',
      // `!= null` is the short way to say neither null nor undefined.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The site lives at the root of its host.
      'svelte/no-navigation-without-resolve': 'off'
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig }
    }
  },
  {
    // The one rule worth the seconds that types cost: a promise nobody waits for loses its error, or its write.
    files: ['src/**/*.ts'],
    ignores: tests,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { '@typescript-eslint/no-floating-promises': 'error' }
  },
  {
    // HTML that the server's Markdown renderer made, which lets no HTML of its source through.
    files: ['src/lib/components/article/ArticleText.svelte'],
    rules: { 'svelte/no-at-html-tags': 'off' }
  },
  {
    files: ['src/**'],
    rules: { 'no-console': 'error' }
  },
  {
    files: [anyCode],
    ignores: tests,
    rules: { 'max-lines': ['error', 300] }
  },
  {
    files: ['src/**'],
    ignores: ['src/lib/server/**', 'src/hooks.server.ts', ...tests],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [jobsClient, jobs, databaseClient] }] }
  },
  {
    files: ['src/lib/server/**', 'src/hooks.server.ts'],
    ignores: ['src/lib/server/jobs/**', 'src/lib/server/supabase/**', ...tests],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [jobsClient] }] }
  },
  {
    files: ['src/lib/domain/**/*.ts'],
    ignores: tests,
    plugins: { local: { rules: { 'pure-domain': pureDomain } } },
    rules: { 'local/pure-domain': 'error' }
  },
  {
    files: tests,
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' }
  }
);
