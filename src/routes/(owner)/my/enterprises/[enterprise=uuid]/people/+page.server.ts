import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { requireUser } from '$lib/server/auth/require-user';
import * as enterprises from '$lib/server/data/enterprises';
import * as members from '$lib/server/data/members';
import { cancelInvitation, decideRequest, inviteToEnterprise } from '$lib/server/enterprise-actions';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  const id = event.params.enterprise;
  try {
    const [{ name }, people, invitations, requests] = await Promise.all([
      enterprises.read(db, id),
      members.list(db, id),
      members.invitations(db, id),
      members.openRequests(db)
    ]);
    return {
      name,
      people: people.map((person) => ({ ...person, me: person.user_id === user.id })),
      invitations,
      requests: requests.filter((request) => request.enterprise_id === id),
      isOwner: people.some((person) => person.user_id === user.id && person.role === 'owner')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  invite: (event) => {
    requireUser(event);
    return inviteToEnterprise(event, event.params.enterprise);
  },
  cancel: (event) => {
    requireUser(event);
    return cancelInvitation(event);
  },
  decide: (event) => {
    requireUser(event);
    return decideRequest(event);
  },
  remove: async (event) => {
    const user = requireUser(event);
    const parsed = parseForm(z.object({ user_id: z.uuid('invalid') }), await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await members.remove(event.locals.db, event.params.enterprise, parsed.data.user_id);
    } catch (e) {
      return failure(e);
    }
    if (parsed.data.user_id === user.id) redirect(303, '/my');
    return { done: 'member_removed' };
  }
};
