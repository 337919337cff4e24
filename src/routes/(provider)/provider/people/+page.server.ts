import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { invitationSchema } from '$lib/schemas/enterprise';
import { uuid } from '$lib/schemas/fields';
import { requireOwnProvider } from '$lib/server/auth/own-provider';
import * as people from '$lib/server/data/provider-people';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { user, own } = await requireOwnProvider(event);
  const { db } = event.locals;
  try {
    const [members, invitations] = await Promise.all([
      people.list(db, own.provider_id),
      people.invitations(db, own.provider_id)
    ]);
    return {
      provider: { provider_id: own.provider_id, name: own.name },
      people: members.map((person) => ({ ...person, me: person.user_id === user.id })),
      invitations
    };
  } catch (e) {
    raise(e);
  }
};

async function take<T extends object>(
  event: RequestEvent,
  schema: z.ZodType<T>,
  work: (providerId: string, data: T) => Promise<Record<string, string>>
) {
  const { own } = await requireOwnProvider(event);
  const parsed = parseForm(schema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    return await work(own.provider_id, parsed.data);
  } catch (e) {
    return failure(e, parsed.values);
  }
}

export const actions: Actions = {
  invite: (event) =>
    take(event, invitationSchema.pick({ label: true }), async (provider, { label }) => ({
      invitation: await people.invite(event.locals.db, provider, label)
    })),
  cancel: (event) =>
    take(event, z.object({ invitation_id: uuid }), async (_, { invitation_id }) => {
      await people.cancelInvitation(event.locals.db, invitation_id);
      return { done: 'invitation_cancelled' };
    }),
  remove: async (event) => {
    const answer = await take(event, z.object({ user_id: uuid }), async (provider, { user_id }) => {
      await people.remove(event.locals.db, provider, user_id);
      return { done: user_id === event.locals.user?.id ? 'left' : 'member_removed' };
    });
    if ('done' in answer && answer.done === 'left') redirect(303, '/my');
    return answer;
  }
};
