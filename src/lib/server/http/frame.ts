import { current } from '$lib/server/data/programmes';
import { NO_ROLES, type Roles } from '$lib/server/auth/roles';

type Programme = Awaited<ReturnType<typeof current>>;

const PROGRAMME_FOR = 60_000;
const ROLES_FOR = 30_000;
const SESSIONS_KEPT = 1000;

let programme: { value: Programme; until: number } | undefined;

/** The programme whose name stands over every page; asked at most once a minute. Without it pages still open. */
export async function currentProgramme({ db }: App.Locals): Promise<Programme | null> {
  if (programme && programme.until > Date.now()) return programme.value;
  try {
    programme = { value: await current(db), until: Date.now() + PROGRAMME_FOR };
    return programme.value;
  } catch {
    return programme?.value ?? null;
  }
}

const recent = new Map<string, { value: Roles; until: number }>();

/**
 * The roles that decide which links are shown, remembered for half a minute per sign-in. For display only: guards ask
 * `locals.roles()`, and the database decides.
 */
export async function navigationRoles(locals: App.Locals): Promise<Roles> {
  if (!locals.user || !locals.session) return NO_ROLES;
  const known = recent.get(locals.session.id);
  if (known && known.until > Date.now()) return known.value;
  try {
    const value = await locals.roles();
    if (recent.size >= SESSIONS_KEPT) recent.clear();
    recent.set(locals.session.id, { value, until: Date.now() + ROLES_FOR });
    return value;
  } catch {
    return NO_ROLES;
  }
}
