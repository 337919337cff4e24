import { error, type RequestEvent } from '@sveltejs/kit';
import { requireUser, type User } from './require-user';
import type { Roles, StaffRole } from './roles';

type Event = Pick<RequestEvent, 'locals' | 'url' | 'request' | 'route'>;

/** A member of staff; with roles given, one who holds at least one of them. */
export async function requireStaff(event: Event, ...roles: StaffRole[]): Promise<{ user: User; roles: Roles }> {
  const user = requireUser(event);
  const held = await event.locals.roles();
  const fits = roles.length === 0 ? held.staff.length > 0 : roles.some((role) => held.staff.includes(role));
  if (!fits) error(403, { message: 'forbidden' });
  return { user, roles: held };
}
