import { resolve } from 'node:path';
import { openTestBackend, type TestBackend, type TestBackendOptions } from '../support/test-backend.ts';

/** The backend's own small schema, so that these tests do not depend on the application's. */
export const FIXTURE_MIGRATIONS = resolve('tests/backend/fixtures/migrations');

interface Table {
  Row: Record<string, unknown>;
  Insert: Record<string, unknown>;
  Update: Record<string, unknown>;
  Relationships: [];
}

interface Procedure {
  Args: Record<string, unknown>;
  Returns: unknown;
}

/** The fixture's schema, as loosely as its tests need it. */
interface FixtureDatabase {
  public: {
    Tables: Record<string, Table>;
    Views: Record<string, never>;
    Functions: Record<string, Procedure>;
  };
}

export type FixtureBackend = TestBackend<FixtureDatabase>;

export function openFixtureBackend(options: TestBackendOptions = {}): Promise<FixtureBackend> {
  return openTestBackend<FixtureDatabase>({ migrationsDirectory: FIXTURE_MIGRATIONS, ...options });
}
