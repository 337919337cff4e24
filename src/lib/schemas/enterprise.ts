import { z } from 'zod';
import { KINDS, mayLackTaxCode } from '$lib/domain/enterprise/kind';
import { checkbox, email, optionalText, optionalWholeNumber, phone, taxCode, text } from './fields';

const SIZE_GROUPS = ['agriculture', 'industry', 'services'] as const;

/**
 * Details of a firm. The format of the tax code is enforced; a check digit that does not fit asks once whether the code is
 * right (`tax_code_confirmed`). Money in whole VND.
 */
export const enterpriseSchema = z
  .object({
    kind: z.enum(KINDS, 'required'),
    name: text(200, 2),
    tax_code: taxCode,
    tax_code_confirmed: checkbox,
    sector_id: text(20),
    main_products: optionalText(500),
    unit_id: text(40),
    district_id: optionalText(40),
    address: optionalText(300),
    employees: optionalWholeNumber.refine((value) => value === null || value <= 1_000_000, 'too_large'),
    revenue: optionalWholeNumber,
    capital: optionalWholeNumber,
    size_group: z
      .enum(SIZE_GROUPS, 'choice')
      .optional()
      .transform((value) => value ?? null),
    contact_name: optionalText(120),
    contact_phone: phone,
    contact_email: email.optional().transform((value) => value ?? null)
  })
  .transform(({ tax_code_confirmed, tax_code, ...details }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['tax_code'], message });
    if (tax_code === null && !mayLackTaxCode(details.kind)) refuse('required');
    if (tax_code?.warning && !tax_code_confirmed) refuse('tax_code_check_digit');
    return { ...details, tax_code: tax_code?.code ?? null };
  });

export type EnterpriseDetails = z.infer<typeof enterpriseSchema>;

/** Changing a firm: the details, and the revision that the person saw. */
export const revisionSchema = z.object({
  revision: z.coerce.number<string>('invalid').int('invalid').min(1, 'invalid')
});

export const joinSchema = z.object({ code: text(40, 8), tax_code: optionalText(40) });
export const requestSchema = z.object({ tax_code: text(40), message: optionalText(500) });
export const decisionSchema = z
  .object({
    request_id: z.uuid('invalid'),
    decision: z.enum(['approve', 'reject'], 'choice'),
    reason: optionalText(500)
  })
  .refine(({ decision, reason }) => decision === 'approve' || reason !== null, {
    path: ['reason'],
    message: 'required'
  });
export const invitationSchema = z.object({ role: z.enum(['owner', 'member'], 'choice'), label: optionalText(120) });
