import { z } from 'zod';
import { email, uuid } from './fields';

export const STAFF_ROLES = ['officer', 'manager', 'district_officer', 'administrator'] as const;

const roles = z.array(z.enum(STAFF_ROLES, 'choice'));
const unitIds = z.array(z.string().max(20)).max(200, 'too_large');

function hasAreaWhereNeeded(form: { roles: string[]; unit_ids: string[] }): boolean {
  return !form.roles.includes('district_officer') || form.unit_ids.length > 0;
}
const areaMissing = { path: ['unit_ids'], error: 'required' };

/** Areas mean something for district officers only; what else was ticked is dropped. */
function withoutIdleAreas<T extends { roles: string[]; unit_ids: string[] }>(form: T): T {
  return form.roles.includes('district_officer') ? form : { ...form, unit_ids: [] };
}

export const staffInvitationSchema = z
  .object({ email, roles: roles.min(1, 'required'), unit_ids: unitIds })
  .refine(hasAreaWhereNeeded, areaMissing)
  .transform(withoutIdleAreas);

/** No role at all is allowed: the person is no longer staff. */
export const staffRolesSchema = z
  .object({ roles, unit_ids: unitIds })
  .refine(hasAreaWhereNeeded, areaMissing)
  .transform(withoutIdleAreas);

export const invitationIdSchema = z.object({ invitation_id: uuid });
