import type { TestBackend } from '../test-backend.ts';

export interface NewPackage {
  code: string;
  state?: string;
  kinds?: string[];
  sizes?: string[];
  pillars?: string[];
  indices?: string[];
  places?: number | null;
  line?: string | null;
  opensOn?: string | null;
  closesOn?: string | null;
  minLevel?: number;
  /** Content → [rate, cap]; the same for every size. */
  terms?: Record<string, [number, number]>;
}

/** Contents without ceilings of the law, so that tests choose the amounts. */
const CONTENTS = ['thu-goi-a', 'thu-goi-b', 'thu-goi-c'] as const;

/** Puts a package of the current programme on record, open unless told otherwise. */
export async function makePackage(db: TestBackend, input: NewPackage): Promise<string> {
  await db.sql(
    `insert into public.supports (support_id, name_vi, name_en, kinds, money, legal_basis, valid_from, source)
     select id, id, id, enum_range(null::public.enterprise_kind), true, 'mẫu', '2021-01-01', 'mẫu' from unnest($1::text[]) as id
     on conflict do nothing`,
    [[...CONTENTS]]
  );
  const [row] = await db.sql<{ id: string }>(
    `insert into public.packages (programme_id, code, name_vi, name_en, gives_vi, gives_en, state, kinds, size_classes, pillar_ids,
       index_ids, places, line_code, opens_on, closes_on, min_level)
     select programme_id, $1, 'Gói thử', 'A test package', 'Nội dung thử', 'Contents', $2::public.package_state,
       $3::text[]::public.enterprise_kind[], $4::text[]::public.size_class[], $5::text[], $6::text[], $7::integer, $8, $9::date, $10::date,
       $11::smallint
     from public.programmes where current returning package_id as id`,
    [
      input.code,
      input.state ?? 'open',
      input.kinds ?? [],
      input.sizes ?? [],
      input.pillars ?? [],
      input.indices ?? [],
      input.places ?? null,
      input.line ?? null,
      input.opensOn ?? null,
      input.closesOn ?? null,
      input.minLevel ?? 0
    ]
  );
  for (const [support, [rate, cap]] of Object.entries(input.terms ?? { 'thu-goi-a': [0.5, 10_000_000] })) {
    await db.sql(
      `insert into public.package_terms (package_id, support_id, rate, cap, legal_basis, valid_from)
       values ($1, $2, $3, $4, 'mẫu', '2021-01-01')`,
      [row!.id, support, rate, cap]
    );
  }
  return row!.id;
}

/** An open application, whoever may apply. */
export async function makeApplication(
  db: TestBackend,
  packageId: string,
  enterpriseId: string,
  application: { own?: number; need?: string | null; at?: string } = {}
): Promise<string> {
  const [row] = await db.sql<{ id: string }>(
    `insert into public.applications (package_id, enterprise_id, own_contribution, person_in_charge, need, applied_at)
     values ($1, $2, $3, 'Người phụ trách', $4, coalesce($5::text::timestamptz, now())) returning application_id as id`,
    [packageId, enterpriseId, application.own ?? 0, application.need ?? null, application.at ?? null]
  );
  return row!.id;
}

/** One application of each firm for one package, and a run. */
export async function addAllocationRecords(
  db: TestBackend,
  { firm, other }: { firm: string; other: string }
): Promise<{ openPackage: string; application: string; closedApplication: string }> {
  const openPackage = await makePackage(db, { code: 'UNG-TUYEN' });
  const application = await makeApplication(db, openPackage, firm);
  await makeApplication(db, openPackage, other);
  const closedApplication = await makeApplication(db, await makePackage(db, { code: 'UNG-TUYEN-2' }), firm);
  await db.sql(`update public.applications set state = 'withdrawn' where application_id = $1`, [closedApplication]);
  await db.sql(`insert into public.allocation_runs (weights_version, inputs) values (1, '{}')`);
  return { openPackage, application, closedApplication };
}
