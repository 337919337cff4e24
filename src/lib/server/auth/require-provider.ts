import { error, type RequestEvent } from '@sveltejs/kit';
import { requireUser, type User } from './require-user';

type Event = Pick<RequestEvent, 'locals' | 'url' | 'request' | 'route'>;

/** A person who belongs to a provider of solutions. */
export async function requireProvider(event: Event): Promise<User> {
  const user = requireUser(event);
  if (!(await event.locals.roles()).provider) error(403, { message: 'forbidden' });
  return user;
}
