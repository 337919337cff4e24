import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { CODED, approved, daysAhead, handIn, providerDetails, providerTools } from '../../support/records/providers.ts';
import { DRIVERS } from '../../support/test-backend.ts';

type Details = Record<string, unknown>;

describe.each(DRIVERS)('providers on %s', (driver) => {
  let w: World;
  beforeAll(async () => {
    w = await openWorld(driver);
  });
  afterAll(() => w.close());

  const { somebody, row, steps, notices, review } = providerTools(() => w);

  describe('putting a provider forward', () => {
    test('anybody signed in may; they act for it, it waits for staff, and officers are told', async () => {
      const who = somebody();
      const { data } = await w.call(who, 'register_provider', {
        details: providerDetails({ name: '  Cửa hàng số  ' })
      });
      const id = String(data);
      expect(await row('providers', id)).toMatchObject({
        name: 'Cửa hàng số',
        state: 'submitted',
        approved_until: null,
        revision: 1,
        is_sample: false
      });
      expect(await w.call(who, 'my_roles')).toMatchObject({ data: { provider: true } });
      expect(await steps(id)).toEqual(['submit']);
      expect(await notices('officer', 'provider_submitted')).toContain(`/staff/providers/${id}`);
    });

    test('a visitor may not', async () => {
      expect((await w.call('visitor', 'register_provider', { details: providerDetails() })).code).toBe('42501');
    });

    test('a tax code that is on record is refused, and nobody comes to act for the provider that has it', async () => {
      const details = providerDetails();
      await w.call(somebody(), 'register_provider', { details });
      const second = somebody();
      expect((await w.call(second, 'register_provider', { details })).code).toBe('DT009 provider');
      expect(await w.call(second, 'my_roles')).toMatchObject({ data: { provider: false } });
    });

    test('five times a day at most', async () => {
      const who = somebody();
      for (let i = 0; i < 5; i += 1) await w.call(who, 'register_provider', { details: providerDetails() });
      expect((await w.call(who, 'register_provider', { details: providerDetails() })).code).toBe(
        'DT008 provider:person'
      );
    });

    const hostile: [string, unknown][] = [
      ['nothing', null],
      ['a list', []],
      ['a text', 'x'],
      ['no fields', {}],
      ['no tax code', providerDetails({ tax_code: ' ' })],
      ['a wrong tax code', providerDetails({ tax_code: '123' })],
      ['no way to be reached', providerDetails({ contact_phone: null, contact_email: null })],
      ['a site that is a script', providerDetails({ site: 'javascript:alert(1)' })],
      ['a site with a blank', providerDetails({ site: 'https://a.example/ onload' })],
      ['an address that is none', providerDetails({ contact_email: { a: 1 } })],
      ['a telephone that is none', providerDetails({ contact_phone: '0912' })],
      ['a name too short', providerDetails({ name: 'x' })],
      ['a name too long', providerDetails({ name: 'x'.repeat(201) })],
      ['more text than is read', providerDetails({ about_vi: 'x'.repeat(20_001) })],
      ['units that are a text', providerDetails({ unit_ids: '829-2021' })],
      ['units that are null', providerDetails({ unit_ids: null })],
      ['units in a list of lists', providerDetails({ unit_ids: [['829-2021']] })],
      ['a unit that does not exist', providerDetails({ unit_ids: ['nowhere'] })],
      ['a cap that is no number', providerDetails({ max_open_leads: 'many' })],
      ['a cap beyond all numbers', providerDetails({ max_open_leads: 1e9 })],
      ['a cap below nothing', providerDetails({ max_open_leads: -1 })],
      ['a character that cannot be stored', providerDetails({ name: 'a\u0000b' })]
    ];
    test.each(hostile)('%s is refused with a code', async (_, details) => {
      const reply = await w.call('stranger', 'register_provider', { details });
      expect(reply.code).toMatch(CODED);
    });
  });

  describe('changing a provider', () => {
    const update = (who: string, id: string, details: Details, revision: number) =>
      w.call(who, 'update_provider', { provider_id: id, details, revision });

    test('ways to be reached change at once; what staff judged goes back to them', async () => {
      const who = somebody();
      const details = providerDetails();
      const { provider } = await approved(w, who, details);
      const reach = { contact_name: 'Người khác', contact_phone: '+84987654321', max_open_leads: 3 };
      expect(await update(who, provider, { ...details, ...reach }, 2)).toMatchObject({ code: 'ok', data: 3 });
      expect(await row('providers', provider)).toMatchObject({ state: 'approved', ...reach });
      await update(who, provider, { ...details, ...reach, about_vi: 'Chúng tôi làm thêm việc khác.' }, 3);
      expect(await row('providers', provider)).toMatchObject({ state: 'submitted', approved_until: null, revision: 4 });
      expect((await steps(provider)).at(-1)).toBe('submit');
    });

    test('after staff asked for changes, any change hands it in again', async () => {
      const who = somebody();
      const details = providerDetails();
      const { provider } = await handIn(w, who, details);
      await review('officer', 'provider', provider, { step: 'ask_changes', reason: 'Điện thoại không gọi được.' });
      await update(who, provider, { ...details, contact_phone: '+84987654321' }, 2);
      expect(await row('providers', provider)).toMatchObject({ state: 'submitted' });
    });

    test('a suspended provider may mend itself and stays suspended', async () => {
      const who = somebody();
      const details = providerDetails();
      const { provider } = await approved(w, who, details);
      await review('manager', 'provider', provider, { revision: 2, step: 'suspend', reason: 'Giá không đúng.' });
      await update(who, provider, { ...details, name: 'Tên khác' }, 3);
      expect(await row('providers', provider)).toMatchObject({ state: 'suspended', name: 'Tên khác' });
    });

    test('the later of two who change the same revision is told', async () => {
      const who = somebody();
      const details = providerDetails();
      const { provider } = await handIn(w, who, details);
      expect((await update(who, provider, { ...details, name: 'Một' }, 1)).code).toBe('ok');
      expect(await update(who, provider, { ...details, name: 'Hai' }, 1)).toMatchObject({
        code: 'DT003 provider',
        details: '2'
      });
      expect(await row('providers', provider)).toMatchObject({ name: 'Một' });
    });

    test('somebody else, staff too, is told that there is no such provider', async () => {
      const details = providerDetails();
      const { provider } = await handIn(w, somebody(), details);
      for (const who of ['stranger', 'provider', 'officer', 'administrator']) {
        expect((await update(who, provider, details, 1)).code).toBe('DT001 provider');
      }
    });

    test('the tax code of another provider is refused', async () => {
      const taken = providerDetails();
      await handIn(w, somebody(), taken);
      const who = somebody();
      const { provider } = await handIn(w, who);
      expect((await update(who, provider, providerDetails({ tax_code: taken.tax_code }), 1)).code).toBe(
        'DT009 provider'
      );
    });

    test('officers are not told again of what they have not read yet', async () => {
      const who = somebody();
      const details = providerDetails();
      const { provider } = await handIn(w, who, details);
      for (const revision of [1, 2, 3]) await update(who, provider, { ...details, name: `Tên ${revision}` }, revision);
      const told = await notices('officer', 'provider_submitted');
      expect(told.filter((link) => link.endsWith(provider))).toHaveLength(1);
    });
  });

  describe('review', () => {
    test('officers and managers decide; it is told to the provider and kept in the history', async () => {
      const who = somebody();
      const { provider, solution } = await handIn(w, who);
      expect(await review('officer', 'provider', provider)).toMatchObject({ code: 'ok', data: 2 });
      expect(await review('manager', 'solution', solution)).toMatchObject({ code: 'ok', data: 2 });
      expect(await row('providers', provider)).toMatchObject({ state: 'approved', approved_until: daysAhead(365) });
      expect(await steps(provider)).toEqual(['submit', 'submit', 'approve', 'approve']);
      expect(await notices(who, 'provider_approve')).toEqual(['/provider/profile']);
      expect(await notices(who, 'solution_approve')).toEqual([`/provider/solutions/${solution}`]);
    });

    test.each([
      ['near', 'DT002 provider', 'DT002 provider'],
      ['administrator', 'DT002 provider', 'DT002 provider'],
      ['provider', 'DT001 provider', 'DT001 solution'],
      ['stranger', 'DT001 provider', 'DT001 solution'],
      ['disabled', 'DT012', 'DT012'],
      ['visitor', '42501', '42501']
    ])('%s does not', async (who, ofProvider, ofSolution) => {
      const { provider, solution } = await handIn(w, somebody());
      expect((await review(who, 'provider', provider)).code).toContain(ofProvider);
      expect((await review(who, 'solution', solution)).code).toContain(ofSolution);
      expect(await row('providers', provider)).toMatchObject({ state: 'submitted' });
    });

    test('nobody decides on a provider that they act for', async () => {
      const { provider, solution } = await handIn(w, 'officer');
      expect((await review('officer', 'provider', provider)).code).toBe('DT021 provider');
      expect((await review('officer', 'solution', solution)).code).toBe('DT021 provider');
      expect((await review('manager', 'provider', provider)).code).toBe('ok');
    });

    const wrong: [string, Details, string, string][] = [
      ['approval until today', { approved_until: daysAhead(0) }, 'approved_until', 'approval_day'],
      ['approval for more than two years', { approved_until: daysAhead(735) }, 'approved_until', 'approval_day'],
      ['approval without a date', { approved_until: null }, 'approved_until', 'approval_day'],
      ['approval for ever', { approved_until: 'infinity' }, 'approved_until', 'approval_day'],
      ['a wish for changes without a reason', { step: 'ask_changes', reason: '  ' }, 'reason', 'required'],
      ['a suspension without a reason', { step: 'suspend' }, 'reason', 'required'],
      ['a reason too long', { step: 'suspend', reason: 'x'.repeat(1001) }, 'reason', 'too_long']
    ];
    test.each(wrong)('%s is refused', async (_, changes, path, code) => {
      const { provider, solution } = await handIn(w, somebody());
      for (const [about, id] of [
        ['provider', provider],
        ['solution', solution]
      ] as const) {
        const reply = await review('officer', about, id, changes);
        expect([reply.code, JSON.parse(reply.details)]).toEqual([`DT004 ${path}`, [{ path, code }]]);
      }
    });

    test.each(['submit', 'withdraw', '', null])('the step %s does not exist', async (step) => {
      const { provider } = await handIn(w, somebody());
      expect((await review('officer', 'provider', provider, { step })).code).toBe('DT004 step');
    });

    test('the later of two who decide on the same revision is told', async () => {
      const { provider, solution } = await handIn(w, somebody());
      for (const [about, id] of [
        ['provider', provider],
        ['solution', solution]
      ] as const) {
        const replies = await Promise.all([
          review('officer', about, id),
          review('manager', about, id, { step: 'suspend', reason: 'Chưa rõ.' })
        ]);
        expect(replies.map(({ code }) => code).sort()).toEqual([`DT003 ${about}`, 'ok']);
      }
    });

    test('the history is never changed', async () => {
      await expect(w.db.sql(`update public.provider_reviews set reason = 'x'`)).rejects.toThrow();
      const client = await w.client('officer');
      expect((await client.from('provider_reviews').delete().neq('step', 'x')).error?.code).toBe('42501');
    });
  });
});
