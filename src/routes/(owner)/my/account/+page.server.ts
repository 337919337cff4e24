import { redirect } from '@sveltejs/kit';
import { mailChoiceSchema, profileSchema } from '$lib/schemas/account';
import { rememberLocale } from '$lib/server/auth/arrive';
import { requireUser } from '$lib/server/auth/require-user';
import * as accounts from '$lib/server/data/accounts';
import { AppError, failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

/** What was just done, on this page or on one that led back to it. */
const DONE = ['profile', 'email', 'password', 'mail'] as const;

export const load: PageServerLoad = async (event) => {
  const { email, id } = requireUser(event);
  const { db } = event.locals;
  const [self, mailChoice] = await Promise.all([accounts.readSelf(db), accounts.readMailChoice(db, id)]).catch(raise);
  if (!self) raise(new AppError('account_disabled'));
  const done = DONE.find((known) => known === event.url.searchParams.get('done')) ?? null;
  return { email, name: self.displayName ?? '', language: self.locale, mailChoice, done };
};

export const actions: Actions = {
  profile: async (event) => {
    const user = requireUser(event);
    const parsed = parseForm(profileSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await accounts.updateProfile(event.locals.db, user.id, parsed.data);
    } catch (refusal) {
      return failure(refusal, parsed.data);
    }
    rememberLocale(event, parsed.data.locale);
    redirect(303, '/my/account?done=profile');
  },

  mail: async (event) => {
    requireUser(event);
    const parsed = parseForm(mailChoiceSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await accounts.setMailChoice(event.locals.db, parsed.data.mail_choice);
    } catch (refusal) {
      return failure(refusal, parsed.data);
    }
    redirect(303, '/my/account?done=mail');
  }
};
