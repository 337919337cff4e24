import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [tailwindcss(), sveltekit()],
  build: {
    target: 'es2022',
    // What every page needs comes in a few files: on a slow connection each request costs more than its bytes.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'framework',
              test: /node_modules[\\/](svelte|@sveltejs|i18next|esm-env|clsx|devalue)|virtual:|vite[\\/]preload|__sveltekit/
            },
            { name: 'frame', test: /src[\\/]lib[\\/](i18n[\\/][a-z]+\.ts|components[\\/](ui|layout))/ },
            {
              name: 'scoring',
              test: /src[\\/]lib[\\/]domain[\\/]assessment[\\/](answers|outline|score|indicative)\.ts/
            }
          ]
        }
      }
    }
  },
  test: {
    // A database costs 0.4 to 0.8 GB of memory: never more than two workers that open one.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'], environment: 'node' }
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['tests/db/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000
        }
      },
      {
        extends: true,
        test: {
          name: 'backend',
          include: ['tests/backend/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000
        }
      }
    ]
  }
});
