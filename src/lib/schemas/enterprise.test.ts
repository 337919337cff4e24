import { describe, expect, it } from 'vitest';
import { parseForm } from '$lib/server/form';
import { decisionSchema, enterpriseSchema } from './enterprise';

const typed = (changes: Record<string, string> = {}): FormData => {
  const form = new FormData();
  const fields = {
    kind: 'enterprise',
    name: 'Cơ sở dừa',
    tax_code: '0100233488',
    sector_id: '2018-10',
    unit_id: '28756-2025'
  };
  for (const [name, value] of Object.entries({ ...fields, ...changes })) form.set(name, value);
  return form;
};
const errorsOf = (changes: Record<string, string>) => {
  const parsed = parseForm(enterpriseSchema, typed(changes));
  return parsed.ok ? {} : parsed.errors;
};

describe('details of a firm', () => {
  it('bring the tax code and the phone number into their one form and read money with separators', () => {
    const parsed = parseForm(
      enterpriseSchema,
      typed({ tax_code: '0314409058 002', contact_phone: '0912 345 678', revenue: '3.000.000.000', employees: '12' })
    );
    expect(parsed).toMatchObject({
      ok: true,
      data: { tax_code: '0314409058-002', contact_phone: '+84912345678', revenue: 3_000_000_000, employees: 12 }
    });
  });

  it('ask once about a check digit that does not fit', () => {
    expect(errorsOf({ tax_code: '0100233480' })).toEqual({ tax_code: 'tax_code_check_digit' });
    expect(errorsOf({ tax_code: '0100233480', tax_code_confirmed: 'on' })).toEqual({});
  });

  it('refuse a tax code of the wrong format, confirmed or not', () => {
    expect(errorsOf({ tax_code: '12345', tax_code_confirmed: 'on' })).toEqual({ tax_code: 'tax_code_format' });
  });

  it.each(['startup_project', 'cooperative_group'])('need no tax code for a %s', (kind) =>
    expect(errorsOf({ kind, tax_code: '' })).toEqual({})
  );

  it.each(['household', 'enterprise', 'startup', 'cooperative'])('need a tax code for a %s', (kind) =>
    expect(errorsOf({ kind, tax_code: '' })).toEqual({ tax_code: 'required' })
  );

  it('refuse what is no number, no phone and no address', () => {
    expect(errorsOf({ employees: 'ba', revenue: '-1', contact_phone: '12', contact_email: 'a@' })).toEqual({
      employees: 'number',
      revenue: 'negative',
      contact_phone: 'phone',
      contact_email: 'email'
    });
    expect(errorsOf({ employees: '1000001', capital: '9999999999999999' })).toEqual({
      employees: 'too_large',
      capital: 'too_large'
    });
  });
});

describe('a decision on a request', () => {
  const decide = (decision: string, reason: string) => {
    const form = new FormData();
    form.set('request_id', '0199a5b0-0000-7000-8000-000000000000');
    form.set('decision', decision);
    form.set('reason', reason);
    return parseForm(decisionSchema, form);
  };
  it('needs a reason to reject, none to approve', () => {
    expect(decide('approve', '').ok).toBe(true);
    expect(decide('reject', '')).toMatchObject({ ok: false, errors: { reason: 'required' } });
    expect(decide('reject', 'không đúng người').ok).toBe(true);
  });
});
