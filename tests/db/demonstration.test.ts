import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDemo, type DemoReport } from '../../src/lib/server/jobs/demo/seed-demo.ts';
import { applySeeds } from '../../src/lib/server/jobs/seed.ts';
import { announce, prepare } from '../../src/lib/server/jobs/start.ts';
import { openTestBackend, type TestBackend } from '../support/test-backend.ts';

describe('demonstration', () => {
  const now = new Date('2026-11-23T05:00:00Z');
  let db: TestBackend;
  let dataDirectory: string;
  let report: DemoReport | null;
  const file = () => join(dataDirectory, 'demo-accounts.json');
  const signIn = async ({ email, password }: { email: string; password: string }) =>
    (await db.anon.auth.signInWithPassword({ email, password })).error?.code ?? 'signed in';
  const groups = (query: string) => db.sql<{ name: string; count: number }>(query);

  beforeAll(async () => {
    db = await openTestBackend();
    dataDirectory = mkdtempSync(join(tmpdir(), 'dx-demo-'));
    await applySeeds(db.backend);
    report = await seedDemo(db.backend, { dataDirectory, now });
  });
  afterAll(async () => {
    rmSync(dataDirectory, { recursive: true, force: true });
    await db.close();
  });

  test('there is one person per role, and each can sign in', async () => {
    expect(report?.accounts.map(({ role }) => role)).toEqual([
      'owner',
      'officer',
      'manager',
      'district_officer',
      'administrator',
      'provider'
    ]);
    for (const account of report?.accounts ?? []) {
      expect(account.password).toMatch(/^[A-Za-z0-9]{16}$/);
      expect(await signIn(account)).toBe('signed in');
    }
  });

  test('the passwords lie in a file that only its owner can read', () => {
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(report?.accounts);
  });

  test('roles are what their names say', async () => {
    const roles = await Promise.all(
      (report?.accounts ?? []).map(async ({ email }) => (await (await db.as(email)).rpc('my_roles')).data)
    );
    expect(roles).toMatchObject([
      { staff: [], enterprises: 2, provider: false },
      { staff: ['officer'] },
      { staff: ['manager'] },
      { staff: ['district_officer'], units: ['829-2021', '831-2021'] },
      { staff: ['administrator'] },
      { staff: [], enterprises: 0, provider: true }
    ]);
  });

  test('200 firms, all marked as samples, of every size in every old district', async () => {
    const [row] = await db.sql(`select count(*)::int as firms, count(*) filter (where is_sample)::int as samples,
      count(distinct unit_id)::int as units, count(distinct district_id)::int as districts, count(distinct kind)::int as kinds,
      count(distinct size_class)::int as sizes, count(contact_phone)::int as phones from public.enterprises`);
    expect(row).toEqual({ firms: 200, samples: 200, units: 48, districts: 9, kinds: 6, sizes: 4, phones: 0 });
  });

  test('about 330 assessments: every level, most firms at 1 or 2, some drafts, two that wait', async () => {
    const states = await groups(
      `select state::text as name, count(*)::int from public.assessments group by 1 order by 1`
    );
    expect(states).toEqual([
      { name: 'awaiting_confirmation', count: 2 },
      { name: 'draft', count: 10 },
      { name: 'submitted', count: expect.any(Number) }
    ]);
    expect(states[2]!.count).toBeGreaterThan(300);
    const levels = await groups(
      `select coalesce(latest_level::text, 'none') as name, count(*)::int from public.enterprises group by 1 order by 1`
    );
    expect(levels.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4', '5', 'none']);
    expect(levels[1]!.count + levels[2]!.count).toBeGreaterThan(90);
  });

  test('staff have checked a third of the firms with a result, and the verified score stands beside it', async () => {
    const [row] = await db.sql<Record<string, number>>(
      `select count(*)::int as checked, (select count(*)::int from public.enterprises where latest_level is not null) as assessed,
         count(*) filter (where r.points < a.points)::int as lower, count(*) filter (where r.points > a.points)::int as higher
       from public.verified_results r join public.assessments a using (assessment_id)
       join public.enterprises e on e.latest_assessment_id = a.assessment_id`
    );
    expect(row).toMatchObject({ checked: Math.ceil(row!.assessed! / 3), higher: 0 });
    expect(row!.lower).toBeGreaterThan(5);
  });

  test('packages were given in every state, with their history, and the money agrees', async () => {
    const states = await db.sql<{ state: string; n: number; gaps: number }>(
      `select a.state::text, count(*)::int as n, count(*) filter (where m.to_state <> a.state)::int as gaps
       from public.assignments a left join lateral (select to_state from public.assignment_moves m
         where m.assignment_id = a.assignment_id order by at desc limit 1) as m on true
       group by 1 order by 1`
    );
    expect(states.map(({ state }) => state)).toHaveLength(10);
    expect(states.filter(({ gaps }) => gaps > 0)).toEqual([]);
    const [line] = await db.sql(
      `select sum(amount) filter (where source = 'state')::bigint::text as state, sum(amount) filter (where source = 'other')::bigint::text as other,
         bool_and(reserved + spent <= amount) as fits, sum(spent) > 0 as spent, sum(reserved) > 0 as reserved
       from public.allotments where line_code = 'VII.3'`
    );
    expect(line).toEqual({ state: '2500000000', other: '80000000000', fits: true, spent: true, reserved: true });
  });

  test('some firms have assessed themselves again after their support, with another result than before it', async () => {
    const [row] = await db.sql(
      `select count(*) > 5 as some, bool_and(t1.submitted_at > a.completed_at and t1.submitted_at > t0.submitted_at) as after
       from public.assignments a join public.assessments t1 on t1.assessment_id = a.follow_up_assessment_id
         join public.assessments t0 on t0.assessment_id = a.assessment_id`
    );
    expect(row).toEqual({ some: true, after: true });
  });

  test('sample nominations are in every state; one story is public, of a firm that meets every criterion and consents', async () => {
    const states = await groups(
      `select state::text as name, count(*)::int from public.nominations group by 1 order by 1`
    );
    expect(Object.fromEntries(states.map(({ name, count }) => [name, count]))).toEqual({
      nominated: 2,
      recognised: 1,
      not_recognised: 1,
      withdrawn: 1
    });
    const { data } = await db.anon.rpc('published_stories');
    expect(data).toMatchObject([{ is_sample: true, decision_number: expect.stringContaining('MẪU') }]);
    const [recognised] = await db.sql<{ met: boolean }>(
      `select bool_and((c ->> 'met')::boolean) as met from public.nominations n, jsonb_array_elements(n.decided_criteria) as c
       where n.state = 'recognised'`
    );
    expect(recognised).toEqual({ met: true });
  });

  test('providers are in every state that staff meet, and the demo provider acts for the first', async () => {
    const [row] = await db.sql(
      `select count(*)::int as providers, count(*) filter (where is_sample and name ~ '^Nhà cung cấp mẫu [A-Z] \\(dữ liệu minh họa\\)$')::int as marked,
         count(*) filter (where state = 'suspended')::int as suspended, count(*) filter (where state = 'submitted')::int as waiting,
         count(*) filter (where approved_until < private.today())::int as ran_out, count(contact_phone)::int as phones,
         (select count(*)::int from public.provider_reviews where provider_id is null) as lost
       from public.providers`
    );
    expect(row).toEqual({ providers: 9, marked: 9, suspended: 1, waiting: 1, ran_out: 1, phones: 0, lost: 0 });
    const { data } = await db.anon.rpc('provider_directory');
    expect(data).toMatchObject({ count: 6, solutions: 17 });
    const provider = await db.as('nha-cung-cap@demo.example');
    const own = await provider.from('providers').select('name, state, solutions(state)');
    expect(own.data).toMatchObject([{ name: 'Nhà cung cấp mẫu A (dữ liệu minh họa)', state: 'approved' }]);
    expect(own.data?.[0]?.solutions).toHaveLength(4);
  });

  test('the owner has one firm with three results and one without, and asks for a third', async () => {
    const client = await db.as('chu-doanh-nghiep@demo.example');
    const { data } = await client.from('enterprises').select('latest_level, assessments(state)').order('name');
    expect(data?.map(({ assessments }) => assessments.length)).toEqual([3, 0]);
    const officer = await db.as('can-bo-dia-ban@demo.example');
    expect((await officer.rpc('list_enterprise_requests')).data).toHaveLength(1);
  });

  test('a second start changes nothing and knows the passwords', async () => {
    const before = await groups(`select 'audit' as name, count(*)::int from public.audit_log`);
    const again = await seedDemo(db.backend, { dataDirectory, now });
    expect(again).toEqual({ accounts: report?.accounts, created: false });
    expect(await groups(`select 'audit' as name, count(*)::int from public.audit_log`)).toEqual(before);
  });

  test('news, courses and feedback are there, say that they are samples, and one class is behind the owner', async () => {
    const [row] = await db.sql(
      `select (select count(*)::int from public.articles where is_sample and title_vi like 'Tin mẫu%') as news,
         (select count(*)::int from public.courses where is_sample and title_vi like '%mẫu)') as courses,
         (select count(*)::int from public.course_registrations where attended) as attended,
         (select count(*)::int from public.course_registrations where attended is null and state = 'registered') as coming,
         (select count(*)::int from public.feedback where is_sample and message like '%(góp ý mẫu, dữ liệu minh họa)') as feedback,
         (select count(*)::int from public.feedback where is_sample and state = 'received' and due_on < '2026-11-23') as overdue,
         (select count(*)::int from public.hotlines where is_sample and number = '0000 000 000') as numbers,
         (select sum(taken)::int from public.course_sessions) as taken`
    );
    expect(row).toEqual({ news: 2, courses: 2, attended: 1, coming: 1, feedback: 3, overdue: 1, numbers: 1, taken: 2 });
  });

  test('when the file is gone the people get new passwords', async () => {
    const [old] = report?.accounts ?? [];
    rmSync(file());
    const renewed = await seedDemo(db.backend, { dataDirectory, now });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(await signIn(renewed!.accounts[0]!)).toBe('signed in');
    expect(await signIn(old!)).toBe('invalid_credentials');
  });

  test('where firms are on record and no demo people, nothing is added', async () => {
    await db.sql(`delete from auth.users where email like '%@demo.example'`);
    expect(await seedDemo(db.backend, { dataDirectory, now })).toBeNull();
    expect(await groups(`select 'people' as name, count(*)::int from auth.users`)).toEqual([
      { name: 'people', count: 0 }
    ]);
  });
});

describe('a start', () => {
  let db: TestBackend;
  let directory: string;
  const start = async (env: Record<string, string | undefined>) => {
    const report = await prepare(db.backend, { DATA_DIR: directory, ...env });
    let printed = '';
    announce(report, (text) => (printed += text));
    return { report, printed };
  };
  const count = async (table: string) =>
    (await db.sql<{ count: number }>(`select count(*)::int as count from public.${table}`))[0]?.count;

  beforeAll(async () => {
    db = await openTestBackend();
    directory = mkdtempSync(join(tmpdir(), 'dx-start-'));
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await db.close();
  });

  test.each([{ DEMO: '0' }, { HOST: '0.0.0.0' }])('with %o makes no demo people', async (env) => {
    expect((await start(env)).report.demo).toBeNull();
    expect(await count('enterprises')).toBe(0);
  });

  test('with ADMIN_EMAIL invites the first administrator, once', async () => {
    const env = { DEMO: '0', ADMIN_EMAIL: 'Quan-Tri@tinh.example' };
    expect((await start(env)).printed).toContain('Quan-Tri@tinh.example');
    await start(env);
    expect(await count('staff_invitations')).toBe(1);
  });

  test('on loopback prints the demo people with their passwords', async () => {
    const { report, printed } = await start({ HOST: '127.0.0.1', ORIGIN: 'http://127.0.0.1:3000' });
    expect(await count('enterprises')).toBe(200);
    expect(printed).toContain('http://127.0.0.1:3000');
    for (const { email, password } of report.demo!.accounts) {
      expect(printed).toMatch(new RegExp(`${email} +${password}`));
    }
  });
});
