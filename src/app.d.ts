import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Locale } from '$lib/i18n/locales';
import type { Roles } from '$lib/server/auth/roles';
import type { Backend } from '$lib/server/supabase/backend';

declare global {
  namespace App {
    interface Locals {
      requestId: string;
      locale: Locale;
      backend: Backend;
      /** Acts with the rights of the person who asks; made at first use. */
      readonly db: SupabaseClient<Database>;
      user: { id: string; email: string } | null;
      /** The sign-in that the token belongs to, when the token tells. */
      session: { id: string; startedAt: number | null } | null;
      /** Asked of the database once per request. */
      roles(): Promise<Roles>;
    }

    interface Error {
      /** A code of the error catalogue. */
      message: string;
      /** The request, as in the log. */
      id?: string;
    }
  }
}
