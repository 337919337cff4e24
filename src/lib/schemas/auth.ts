import { z } from 'zod';
import { email, text } from './fields';

/** bcrypt looks at 72 bytes; what comes after would be ignored without a word. */
const PASSWORD_BYTES = 72;
const PASSWORD_LENGTH = 10;

/** The same letters are the same password, however a keyboard composes Vietnamese marks. */
const composed = z.string('required').transform((typed) => typed.normalize('NFC'));

/** A password as it was set, compared and not judged. */
export const password = composed.pipe(z.string().max(200, 'too_long'));

/** A password to be set: length counts, not kinds of characters. */
export const newPassword = composed.pipe(
  z
    .string()
    .refine((typed) => [...typed].length >= PASSWORD_LENGTH && new Set(typed).size >= 4, 'weak_password')
    .refine((typed) => new TextEncoder().encode(typed).length <= PASSWORD_BYTES, 'too_long')
);

/** Eight digits; six where a project of one's own is set so. Always fewer than a password has. */
const ONE_TIME_CODE = /^\d{6,8}$/;

/** Whether a text that may be a password or a one-time code is the latter. */
export function isOneTimeCode(typed: string): boolean {
  return ONE_TIME_CODE.test(typed);
}

/** A one-time code, which people copy with spaces around or inside. */
const code = z
  .string('required')
  .transform((typed) => typed.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(ONE_TIME_CODE, 'code_invalid'));

/** Where to go afterwards; checked by `ownPath` before it is used. */
const next = z.string().max(2000).optional();

export const signInSchema = z.object({ email, password, next });

export const signUpSchema = z
  .object({ name: text(120), email, password: newPassword, next })
  .refine((form) => form.password.toLowerCase() !== form.email, { path: ['password'], error: 'weak_password' });

/** Asks for a mail: a sign-in code, or the reset of a password. */
export const mailSchema = z.object({ email, next });

export const codeSchema = z.object({ email, code });

/** What the link of a mail carries. */
export const linkSchema = z.object({
  token_hash: z.string().regex(/^[A-Za-z0-9_-]{16,200}$/),
  type: z.enum(['signup', 'magiclink', 'recovery', 'email_change', 'invite', 'email'])
});

export const newPasswordSchema = z.object({ password: newPassword });
