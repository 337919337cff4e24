import { expect } from '@playwright/test';
import { readSpool, spoolDirectory, type ReadMail } from '../../../src/lib/server/jobs/mail-spool.ts';
import { dataDirectory } from './sign-in.ts';

/** The mails an address has received, oldest first. */
export function mailsTo(email: string): ReadMail[] {
  return readSpool(spoolDirectory(dataDirectory()), email);
}

/** The newest mail to an address, once there are at least `count`. */
export async function mailTo(email: string, count = 1): Promise<ReadMail & { code: string; link: string }> {
  await expect.poll(() => mailsTo(email).length, { message: `mails to ${email}` }).toBeGreaterThanOrEqual(count);
  const mail = mailsTo(email).at(-1);
  if (!mail?.code || !mail.link) throw new Error(`The mail to ${email} has no code and link.`);
  return { ...mail, code: mail.code, link: mail.link };
}
