import type { TestBackend } from '../test-backend.ts';

/** Columns of a package that a test sets; the rest makes an open package for everybody. */
export type NewPackage = Partial<Record<string, string | number | boolean | string[] | null>>;
export interface NewTerm {
  support_id: string;
  size_class?: string | null;
  rate?: number;
  cap?: number;
  valid_from?: string;
  valid_to?: string | null;
}

let packages = 0;

/** Puts a package on record. Its only content is in kind, from the plan and for everybody, unless terms are given. */
export async function makePackage(
  db: Pick<TestBackend, 'sql'>,
  columns: NewPackage = {},
  terms: NewTerm[] = [{ support_id: 'kh-nhanthuc' }]
): Promise<string> {
  packages += 1;
  const row = {
    code: `THU-${packages}`,
    name_vi: `Gói thử ${packages}`,
    name_en: `Test package ${packages}`,
    gives_vi: 'Một khóa học',
    gives_en: 'A course',
    state: 'open',
    ...columns
  };
  const names = Object.keys(row).join(', ');
  const [made] = await db.sql<{ id: string }>(
    `insert into public.packages (programme_id, ${names})
     select p.programme_id, ${names.replaceAll(/\w+/g, 'r.$&')}
     from public.programmes p, jsonb_populate_record(null::public.packages, $1::text::jsonb) r where p.current
     returning package_id as id`,
    [JSON.stringify(row)]
  );
  for (const term of terms) {
    await db.sql(
      `insert into public.package_terms (package_id, support_id, size_class, rate, cap, legal_basis, valid_from, valid_to)
       values ($1, $2, $3::public.size_class, $4::text::numeric, $5::text::bigint, 'NĐ 80/2021/NĐ-CP', $6::text::date, $7::text::date)`,
      [
        made!.id,
        term.support_id,
        term.size_class ?? null,
        String(term.rate ?? 0),
        String(term.cap ?? 0),
        term.valid_from ?? '2021-12-24',
        term.valid_to ?? null
      ]
    );
  }
  return made!.id;
}

/** Puts an assignment on record that stands where it would after the steps, with its contents. */
export async function makeAssignment(
  db: Pick<TestBackend, 'sql'>,
  input: { packageId: string; firm: string; state: string; supports?: string[]; year?: number }
): Promise<string> {
  const { packageId, firm, state, supports = [] } = input;
  const funded = ['approved', 'in_progress', 'delivered', 'completed'].includes(state);
  const year = funded ? (input.year ?? new Date().getFullYear()) : null;
  const [row] = await db.sql<{ id: string }>(
    `insert into public.assignments (package_id, enterprise_id, state, terms, budget_year)
     values ($1, $2, $3::public.assignment_state, '{}', $4::text::smallint) returning assignment_id as id`,
    [packageId, firm, state, year === null ? null : String(year)]
  );
  for (const support of supports) {
    await db.sql(
      `insert into public.assignment_items (assignment_id, enterprise_id, support_id, cost, budget_year)
       values ($1, $2, $3, 0, $4::text::smallint)`,
      [row!.id, firm, support, year === null ? null : String(year)]
    );
  }
  return row!.id;
}
