import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { decisionSchema, enterpriseSchema, invitationSchema, revisionSchema } from '$lib/schemas/enterprise';
import { choices, storedFields } from '$lib/server/data/enterprise-form';
import * as enterprises from '$lib/server/data/enterprises';
import * as members from '$lib/server/data/members';
import { failure, toAppError } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';

/** Steps that owners and staff share; who may take them is decided by the database. */

/** Saves an edited firm and goes to `done`. On a conflict the form comes back with what was typed and what stands now. */
export async function saveEnterprise(event: RequestEvent, enterpriseId: string, done: string) {
  const form = await event.request.formData();
  const parsed = parseForm(enterpriseSchema, form);
  const seen = parseForm(revisionSchema, form);
  if (!parsed.ok) return invalid(parsed);
  if (!seen.ok) return invalid(seen);
  try {
    await enterprises.update(event.locals.db, enterpriseId, parsed.data, seen.data.revision);
  } catch (e) {
    const refused = toAppError(e);
    if (refused.code === 'already_exists')
      return invalid({ values: parsed.values, errors: { tax_code: 'already_exists' } });
    if (refused.code !== 'conflict') return failure(e, parsed.values);
    return fail(409, {
      error: 'conflict' as const,
      values: parsed.values,
      ...(await changedMeanwhile(event, enterpriseId, parsed.values))
    });
  }
  redirect(303, done);
}

/** Fields that stand otherwise now than the form would set them, in the words of the form, and the revision to save over. */
async function changedMeanwhile(
  { locals }: RequestEvent,
  enterpriseId: string,
  typed: Record<string, string | string[]>
) {
  const [enterprise, offered] = await Promise.all([
    enterprises.read(locals.db, enterpriseId),
    choices(locals.db, locals.locale)
  ]);
  const words = [...offered.sectors, ...offered.communes, ...offered.districts];
  const fields = Object.entries(storedFields(enterprise, offered)).filter(
    ([name]) => name !== 'revision' && name in typed
  );
  const changed = fields
    .filter(([name, value]) => String(value ?? '') !== String(typed[name]).replace(/(?<=\d)[.,\s](?=\d{3}\b)/g, ''))
    .map(([name, value]) => ({
      name,
      value: words.find((word) => word.value === value)?.label ?? String(value ?? '')
    }));
  return { changed, revision: enterprise.revision };
}

/** Makes an invitation code; it is in the answer once and nowhere else. */
export async function inviteToEnterprise(event: RequestEvent, enterpriseId: string) {
  const parsed = parseForm(invitationSchema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    return { invitation: await members.invite(event.locals.db, enterpriseId, parsed.data.role, parsed.data.label) };
  } catch (e) {
    return failure(e, parsed.values);
  }
}

export async function cancelInvitation(event: RequestEvent) {
  const parsed = parseForm(z.object({ invitation_id: z.uuid('invalid') }), await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    await members.cancelInvitation(event.locals.db, parsed.data.invitation_id);
  } catch (e) {
    return failure(e);
  }
  return { done: 'invitation_cancelled' };
}

export async function decideRequest(event: RequestEvent) {
  const parsed = parseForm(decisionSchema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  const { request_id, decision, reason } = parsed.data;
  try {
    await members.decide(event.locals.db, request_id, decision === 'approve', reason);
  } catch (e) {
    return failure(e, parsed.values);
  }
  return { done: decision === 'approve' ? 'request_approved' : 'request_rejected' };
}
