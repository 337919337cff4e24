import { z } from 'zod';
import { LOCALES } from '$lib/i18n/locales';
import { newPassword, password } from './auth';
import { email, text } from './fields';

/** The password of now, or a one-time code from a mail. Absent where the person has just shown a code. */
const proof = password.optional();

export const MAIL_CHOICES = ['at_once', 'daily', 'none'] as const;
export type MailChoice = (typeof MAIL_CHOICES)[number];

export const mailChoiceSchema = z.object({ mail_choice: z.enum(MAIL_CHOICES, 'choice') });

export const profileSchema = z.object({ display_name: text(120), locale: z.enum(LOCALES, 'choice') });

export const emailChangeSchema = z.object({ email, current_password: proof });

export const passwordChangeSchema = z.object({ current_password: proof, password: newPassword });

/** The person types their own address: nobody deletes an account by a slip of the thumb. */
export const deletionSchema = z.object({ confirmation: email, current_password: proof });
