import type { Reply, World } from './people.ts';

/** What tests of assignments say of a package; everything else is open to all. */
export interface NewPackage {
  places?: number | null;
  line?: string | null;
  required?: string[];
  state?: 'draft' | 'open' | 'closed';
  /** Contents with share and cap, in VND; `size` null is for every size class. */
  terms?: { support: string; rate: number; cap: number; size?: string | null }[];
}

export interface Assigning {
  makePackage(input?: NewPackage): Promise<string>;
  /** Sets the money of line VII.3 in this year. */
  allot(source: 'state' | 'other', amount: number, year?: number): Promise<string>;
  /** A firm with a counted assessment, of one owner. */
  makeAssessed(owner?: string): Promise<string>;
  /** Takes a step at the revision that the assignment has now, unless one is given. */
  step(who: string, id: string, step: string, details?: Record<string, unknown>, revision?: number): Promise<Reply>;
  /** Proposes and takes steps up to a state along the usual way; the people are officer, owner and manager. */
  bring(enterprise: string, pack: string, state: string, owner?: string): Promise<string>;
  row(id: string): Promise<Row>;
  money(): Promise<Money[]>;
}

export interface Row extends Record<string, unknown> {
  state: string;
  revision: number;
}
export interface Money extends Record<string, unknown> {
  source: string;
  year: number;
  amount: number;
  reserved: number;
  spent: number;
}

/** Contents of support that tests use: one with a ceiling of 50 million for small firms, one of 20, one in kind. */
const SUPPORTS = ['test-advice', 'test-solution', 'test-training'] as const;
export const PAID = { paid: { 'test-advice': { state: 30_000_000, other: 0 } } };
const USUAL: [state: string, who: string, step: string, details?: Record<string, unknown>][] = [
  ['offered', 'officer', 'offer'],
  ['accepted', 'owner', 'accept'],
  ['approved', 'manager', 'approve'],
  ['in_progress', 'officer', 'start'],
  ['delivered', 'officer', 'deliver', PAID],
  ['completed', 'owner', 'confirm']
];

async function addSupports({ db }: Pick<World, 'db'>): Promise<void> {
  await db.sql(
    `insert into public.supports (support_id, name_vi, name_en, kinds, money, legal_basis, valid_from, source)
     select id, 'Nội dung thử ' || id, id, '{enterprise,startup,household}', id <> 'test-training', 'Văn bản thử', '2021-01-01', 'test'
     from unnest($1::text[]) as s (id) on conflict do nothing`,
    [SUPPORTS]
  );
  await db.sql(
    `insert into public.support_caps (support_id, size_class, max_rate, cap, legal_basis, valid_from)
     select id, size::public.size_class, 0.5, cap, 'Văn bản thử', '2021-01-01'
     from (values ('test-advice', 50000000), ('test-solution', 20000000)) as s (id, cap), unnest('{micro,small}'::text[]) as size
     on conflict do nothing`
  );
}

/** What a test of assignments needs: contents of support, and short ways to make packages and take steps. */
export async function openAssigning(world: World): Promise<Assigning> {
  const { db } = world;
  await addSupports(world);
  let packages = 0;

  const row = async (id: string) =>
    (await db.sql<Row>(`select * from public.assignments where assignment_id = $1`, [id]))[0]!;

  async function makePackage(input: NewPackage = {}): Promise<string> {
    packages += 1;
    const { places = null, line = 'VII.3', required = [], state = 'open' } = input;
    const { terms = [{ support: 'test-advice', rate: 0.5, cap: 30_000_000 }] } = input;
    const [made] = await db.sql<{ id: string }>(
      `insert into public.packages (programme_id, code, name_vi, name_en, gives_vi, gives_en, state, places, line_code, required_criteria)
       values ('ben-tre-8576', $1, 'Gói thử', 'Test package', 'Tư vấn', 'Advice', $2::public.package_state, $3, $4, $5)
       returning package_id as id`,
      [`THU-${packages}`, state, places, line, required]
    );
    for (const { support, rate, cap, size = null } of terms) {
      await db.sql(
        `insert into public.package_terms (package_id, support_id, size_class, rate, cap, legal_basis, valid_from)
         values ($1, $2, $3::public.size_class, $4, $5, 'Văn bản thử', '2022-01-01')`,
        [made!.id, support, size, rate, cap]
      );
    }
    return made!.id;
  }
  async function allot(source: 'state' | 'other', amount: number, year?: number): Promise<string> {
    const [made] = await db.sql<{ id: string }>(
      `insert into public.allotments (programme_id, line_code, year, source, amount)
       values ('ben-tre-8576', 'VII.3', coalesce($3, extract(year from private.today())), $1, $2)
       on conflict (programme_id, line_code, year, source) do update set amount = excluded.amount returning allotment_id as id`,
      [source, amount, year ?? null]
    );
    return made!.id;
  }
  async function makeAssessed(owner = 'owner'): Promise<string> {
    const firm = await world.makeFirm({ people: [owner] });
    await world.makeSubmitted(firm, 2);
    return firm;
  }
  async function step(who: string, id: string, name: string, details = {}, revision?: number): Promise<Reply> {
    const known = revision ?? (await row(id)).revision;
    return world.call(who, 'advance_assignment', { assignment_id: id, step: name, revision: known, details });
  }
  async function bring(enterprise: string, pack: string, state: string, owner = 'owner'): Promise<string> {
    // Other firms of the test may come earlier for the package.
    const proposed = await world.call('officer', 'propose_assignment', {
      package_id: pack,
      enterprise_id: enterprise,
      override_reason: 'Theo thử nghiệm'
    });
    if (proposed.code !== 'ok') throw new Error(`proposing: ${proposed.code} ${proposed.details}`);
    const id = String(proposed.data);
    for (const [reached, who, name, details] of state === 'proposed' ? [] : USUAL) {
      if (name === 'deliver')
        await world.call('officer', 'add_assignment_evidence', { assignment_id: id, note: 'Biên bản nghiệm thu' });
      const reply = await step(who === 'owner' ? owner : who, id, name, details);
      if (reply.code !== 'ok') throw new Error(`${name}: ${reply.code} ${reply.details}`);
      if (reached === state) break;
    }
    return id;
  }
  const money = async () =>
    (
      await db.sql<Money>(`select source, year, amount, reserved, spent from public.allotments order by source, year`)
    ).map(({ amount, reserved, spent, ...rest }) => ({
      ...rest,
      amount: Number(amount),
      reserved: Number(reserved),
      spent: Number(spent)
    }));
  return { makePackage, allot, makeAssessed, step, bring, row, money };
}
