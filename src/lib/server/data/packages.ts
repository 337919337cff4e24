import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import { dayInVietNam } from '$lib/domain/calendar/today';
import type { Condition, Content } from '$lib/domain/support/match';
import { asksForSize, validityOn } from '$lib/domain/support/policy';
import { SIZES, type PackageDetails } from '$lib/schemas/package';
import { AppError, toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;
export type Package = Database['public']['Tables']['packages']['Row'];
export type Term = Database['public']['Tables']['package_terms']['Row'];
export type PackageState = Database['public']['Enums']['package_state'];

type Enums = Database['public']['Enums'];

/** A package as one firm sees it, with every condition met or failed. */
export interface PackageMatch extends Pick<
  Package,
  | 'package_id'
  | 'code'
  | 'name_vi'
  | 'name_en'
  | 'gives_vi'
  | 'gives_en'
  | 'is_sample'
  | 'opens_on'
  | 'closes_on'
  | 'pillar_ids'
  | 'index_ids'
  | 'places'
> {
  /** Null where places are not limited. */
  places_left: number | null;
  /** Every condition but the verification, which approval of money needs. */
  matches: boolean;
  verified_ok: boolean;
  conditions: Condition[];
  contents: Content[];
}

/** A firm of the caller's area with the conditions of a package that it fails. */
export interface Candidate {
  enterprise_id: string;
  name: string;
  kind: Enums['enterprise_kind'];
  size_class: Enums['size_class'] | null;
  latest_level: number | null;
  latest_points: number | null;
  is_sample: boolean;
  /** All that depends on the firm; `matches`: the package is also open with a place left. */
  fits: boolean;
  matches: boolean;
  verified_ok: boolean;
  failed: Condition[];
  sort_key: string;
}

/** Places held and left (null: not limited), and how many firms fit. */
export interface PackageCount {
  package_id: string;
  used: number;
  places_left: number | null;
  fits: number;
}

/** Open packages for one firm, those that match first. `not_found` for a firm that is not the caller's to see. */
export async function forEnterprise(db: Db, enterpriseId: string): Promise<PackageMatch[]> {
  const { data, error } = await db.rpc('packages_for_enterprise', { enterprise_id: enterpriseId });
  if (error) throw toAppError(error);
  return data as unknown as PackageMatch[];
}

/** Firms for one package, most points first. `fits`: only those that do, or that do not. Pages go on after the last row. */
export async function candidates(
  db: Db,
  packageId: string,
  { fits, after, size }: { fits?: 'yes' | 'no'; after?: { key: string; id: string } | null; size: number }
): Promise<Candidate[]> {
  const { data, error } = await db.rpc('enterprises_for_package', {
    package_id: packageId,
    filters: fits ? { fits } : {},
    size,
    ...(after && { after })
  });
  if (error) throw toAppError(error);
  return data as unknown as Candidate[];
}

/** Places held and left, and how many firms of the caller's area fit, by package. */
export async function counts(db: Db, packageIds: string[]): Promise<Map<string, PackageCount>> {
  const { data, error } = await db.rpc('package_counts', { package_ids: packageIds });
  if (error) throw toAppError(error);
  return new Map((data as PackageCount[]).map((row) => [row.package_id, row]));
}

/** All packages that the person may see: open ones first, then drafts, then closed ones. */
export async function list(db: Db): Promise<Package[]> {
  const { data, error } = await db.from('packages').select('*').order('code').limit(200);
  if (error) throw toAppError(error);
  const order: PackageState[] = ['open', 'draft', 'closed'];
  return data.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** One package with its terms; `not_found` for unknown ids and for drafts of which the person may not know. */
export async function read(db: Db, packageId: string): Promise<{ package: Package; terms: Term[] }> {
  const { data, error } = await db
    .from('packages')
    .select('*, terms:package_terms(*)')
    .eq('package_id', packageId)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  const { terms, ...row } = data;
  // Sizes in their own order, from micro upwards; terms for every size first.
  const rank = ({ size_class }: Term) => (size_class ? SIZES.indexOf(size_class) : -1);
  const byContent = (a: Term, b: Term) => a.support_id.localeCompare(b.support_id) || rank(a) - rank(b);
  return { package: row, terms: terms.sort((a, b) => byContent(a, b) || a.valid_from.localeCompare(b.valid_from)) };
}

/**
 * Makes a package (`id` null) or changes it with its terms, all or nothing. `conflict` when somebody changed it since
 * `revision`; `invalid_input` with details `[{path, code}]`, terms as `terms.<row>.<field>`.
 */
export async function save(
  db: Db,
  id: string | null,
  details: PackageDetails,
  revision: number | null
): Promise<{ package_id: string; revision: number }> {
  const { data, error } = await db.rpc('save_package', {
    // The generated type does not know that an argument may be null: a new package has no id yet.
    package_id: id as string,
    details: details as unknown as Json,
    ...(revision !== null && { revision })
  });
  if (error) throw toAppError(error);
  return data as { package_id: string; revision: number };
}

/** Opens, closes or reopens; `invalid_input` when it has no terms yet, `conflict` when changed since `revision`. */
export async function setState(db: Db, id: string, state: PackageState, revision: number): Promise<void> {
  const { error } = await db.rpc('set_package_state', { package_id: id, state, revision });
  if (error) throw toAppError(error);
}

/** Contents of support that the law knows, by id. */
export async function supports(db: Db) {
  const { data, error } = await db.from('supports').select('*').order('support_id');
  if (error) throw toAppError(error);
  return data;
}

/** What the law has today for a kind of firm, whether money or in kind, with legal basis. */
export async function supportsFor(db: Db, kind: Package['kinds'][number], sizeClass: string | null) {
  const today = dayInVietNam(new Date());
  const all = await supports(db);
  return all.filter(
    (support) =>
      validityOn(support, today) === 'valid' &&
      support.kinds.includes(kind) &&
      (!asksForSize(support, kind) || support.size_classes.some((size) => size === sizeClass))
  );
}
