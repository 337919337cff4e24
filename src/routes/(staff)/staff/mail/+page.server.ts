import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { uuid } from '$lib/schemas/fields';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as mails from '$lib/server/data/mails';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { mailHealth } from '$lib/server/mail/health';
import type { Actions, PageServerLoad } from './$types';

const SIZE = 25;
const DONE = ['send_again', 'give_up'] as const;
const decideSchema = z.object({ outbox_id: z.array(uuid).min(1, 'required').max(100, 'too_large') });

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator');
  const { url, locals } = event;
  const state = stateOf(event);
  const before = uuid.safeParse(url.searchParams.get('before')).data ?? null;
  try {
    const [overview, page] = await Promise.all([
      mails.overview(locals.db),
      mails.list(locals.db, { state, before, size: SIZE })
    ]);
    return {
      ...overview,
      ...page,
      state,
      before,
      states: mails.MAIL_STATES,
      way: mailHealth().way,
      done: DONE.find((known) => known === url.searchParams.get('done')) ?? null
    };
  } catch (refusal) {
    raise(refusal);
  }
};

function stateOf({ url }: Pick<RequestEvent, 'url'>): mails.MailState {
  return mails.MAIL_STATES.find((known) => known === url.searchParams.get('state')) ?? 'dead';
}

function decide(step: (typeof DONE)[number]) {
  return async (event: RequestEvent) => {
    await requireStaff(event, 'administrator');
    const parsed = parseForm(decideSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await mails.decide(event.locals.db, parsed.data.outbox_id, step);
    } catch (refusal) {
      return failure(refusal);
    }
    redirect(303, `/staff/mail?state=${stateOf(event)}&done=${step}`);
  };
}

export const actions: Actions = { again: decide('send_again'), giveUp: decide('give_up') };
