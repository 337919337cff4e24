import { isHttpError, type Handle, type RequestEvent } from '@sveltejs/kit';
import { requireOpenSession } from '$lib/server/auth/arrive';
import { requireProvider } from '$lib/server/auth/require-provider';
import { requireStaff } from '$lib/server/auth/require-staff';
import { requireUser } from '$lib/server/auth/require-user';
import { checkStaffSession, touchActivity } from '$lib/server/auth/staff-session';

/**
 * Closes whole groups of routes. Loads and actions ask again, and the database is the one that enforces; this makes
 * a page that forgot to ask fail closed.
 */
export const guard: Handle = async ({ event, resolve }) => {
  try {
    await check(event);
  } catch (refusal) {
    // A page that is opened gets the refusal from its layout, inside the frame and in the page's language.
    if (!isHttpError(refusal) || !isOpenedPage(event)) throw refusal;
  }
  if (event.locals.user) touchActivity(event);
  return resolve(event);
};

async function check(event: RequestEvent): Promise<void> {
  const group = event.route.id?.match(/^\/\((owner|staff|provider)\)/)?.[1];
  if (!group) return;
  requireUser(event);
  await requireOpenSession(event);
  // Whatever page: staff see firms under /my too.
  if ((await event.locals.roles()).staff.length > 0) await checkStaffSession(event);
  if (group === 'provider') await requireProvider(event);
  if (group === 'staff') await requireStaff(event);
}

function isOpenedPage({ request, isDataRequest }: RequestEvent): boolean {
  const accepts = request.headers.get('accept') ?? '';
  return request.method === 'GET' && !isDataRequest && accepts.includes('text/html');
}
