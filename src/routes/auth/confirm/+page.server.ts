import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { codeSchema, linkSchema, mailSchema } from '$lib/schemas/auth';
import { arrive } from '$lib/server/auth/arrive';
import { ownPath } from '$lib/server/auth/own-path';
import { atPace } from '$lib/server/auth/pace';
import { forget, knowsPassword, MAIL_KINDS, recall, remember, type MailKind } from '$lib/server/auth/pending';
import { noteProof } from '$lib/server/auth/recent-proof';
import * as accounts from '$lib/server/data/accounts';
import { AppError, failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAccountLimits, takeAddressLimit } from '$lib/server/limits';
import { withNext } from '../with-next';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, cookies }) => {
  const query = Object.fromEntries(url.searchParams);
  const link = linkSchema.safeParse(query);
  const pending = recall(cookies);
  return {
    // Opening the link changes nothing: mail scanners open links too, and would use it up.
    link: link.success ? { ...link.data, next: ownPath(query.next) } : null,
    damaged: 'token_hash' in query && !link.success,
    pending: pending && { kind: pending.kind, email: pending.email },
    resent: url.searchParams.has('resent')
  };
};

export const actions: Actions = {
  link: async (event) => {
    const form = await event.request.formData();
    const parsed = parseForm(linkSchema, form);
    if (!parsed.ok) return fail(422, { error: 'code_invalid' as const, linkKind: 'magiclink' as MailKind });
    const { token_hash: tokenHash, type } = parsed.data;
    try {
      await takeAddressLimit(event, 'verify:address');
      const verified = await accounts.verifyLink(event.locals.db, { tokenHash, type });
      return await proceed(event, verified, kindOf(type), form.get('next'));
    } catch (refusal) {
      const { status, data } = failure(refusal);
      return fail(status, { ...data, linkKind: kindOf(type) });
    }
  },

  code: async (event) => {
    const { locals, request, cookies } = event;
    const form = await request.formData();
    const parsed = parseForm(codeSchema, form);
    if (!parsed.ok) return invalid(parsed);
    const { email, code } = parsed.data;
    const kind = recall(cookies)?.kind ?? 'magiclink';
    try {
      await takeAccountLimits(event, 'verify', email);
      const verified = await atPace(() => accounts.verifyCode(locals.db, { email, code, kind }));
      return await proceed(event, verified, kind, null);
    } catch (refusal) {
      if (refusal instanceof AppError && refusal.code === 'code_invalid')
        return invalid({ values: { email }, errors: { code: 'code_invalid' } });
      return failure(refusal, { email });
    }
  },

  resend: async (event) => {
    const { locals, request, cookies, url } = event;
    const form = await request.formData();
    const parsed = parseForm(resendSchema, form);
    if (!parsed.ok) return invalid(parsed);
    const { email, kind } = parsed.data;
    try {
      await takeAccountLimits(event, 'code', email);
      await atPace(() => SEND[kind](locals.db, email));
    } catch (refusal) {
      return failure(refusal, { email });
    }
    const pending = recall(cookies);
    const passwordAt = pending?.email === email ? pending.passwordAt : null;
    remember(cookies, url, { kind, email, next: pending?.next ?? null, passwordAt });
    redirect(303, '/auth/confirm?resent');
  }
};

const resendSchema = mailSchema.extend({ kind: z.enum(['signup', 'magiclink', 'recovery'], 'choice') });

const SEND = {
  signup: accounts.resendConfirmation,
  magiclink: accounts.sendCode,
  recovery: accounts.sendReset
};

/** An invitation is a sign-in mail with other words. */
function kindOf(type: string): MailKind {
  return MAIL_KINDS.find((kind) => kind === type) ?? 'magiclink';
}

/** Signed in by a mail: on to a new password, back to the account, or to where the person wanted to go. */
async function proceed(event: RequestEvent, verified: accounts.Verified | null, kind: MailKind, next: unknown) {
  if (!verified) return { halfway: true };
  const pending = recall(event.cookies);
  const wanted = pending?.next ?? (kind === 'recovery' ? null : ownPath(next));
  forget(event.cookies);
  if (kind === 'email_change') redirect(303, '/my/account?done=email');
  noteProof(event, verified.userId);
  const doubtful =
    verified.passwordDoubtful || (kind === 'signup' && (!knowsPassword(pending, verified) || (await isStaff(event))));
  if (doubtful) {
    await accounts.setPassword(event.locals.db, randomBytes(36).toString('base64url'));
    redirect(303, withNext('/auth/new-password?own', wanted));
  }
  if (kind === 'recovery') redirect(303, withNext('/auth/new-password', wanted));
  return arrive(event, wanted);
}

/**
 * Who confirms an invited address has the roles of the invitation, but the password may be of a stranger who signed up
 * with that address before: the auth service keeps the first one.
 */
async function isStaff({ locals }: RequestEvent): Promise<boolean> {
  return ((await accounts.readSelf(locals.db))?.staff.length ?? 0) > 0;
}
