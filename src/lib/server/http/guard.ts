import { isHttpError, type Handle, type RequestEvent } from '@sveltejs/kit';
import { requireOpenSession } from '$lib/server/auth/arrive';
import { requireProvider } from '$lib/server/auth/require-provider';
import { requireStaff } from '$lib/server/auth/require-staff';
import { requireUser } from '$lib/server/auth/require-user';
import { checkStaffSession, touchActivity } from '$lib/server/auth/staff-session';
import { navigationRoles } from './frame';

/**
 * Pages that ask the database one thing, which the database refuses where the session is over: asking for the session
 * before would double what a page costs. They are asked afterwards, when something was refused.
 */
const ONE_CALL = '/(owner)/my/assessments/[assessment=uuid]';

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
  const response = await resolve(event);
  if (response.status >= 400 && isOneCall(event)) await requireOpenSession(event);
  return response;
};

async function check(event: RequestEvent): Promise<void> {
  const group = event.route.id?.match(/^\/\((owner|staff|provider)\)/)?.[1];
  if (!group) return;
  requireUser(event);
  if (!isOneCall(event)) await requireOpenSession(event);
  // Whatever page: staff see firms under /my too. For a limit of minutes the roles of half a minute ago will do.
  if ((await navigationRoles(event.locals)).staff.length > 0) await checkStaffSession(event);
  if (group === 'provider') await requireProvider(event);
  if (group === 'staff') await requireStaff(event);
}

/** Opened pages and plain forms: only their answers tell by the status that something was refused. */
function isOneCall({ request, isDataRequest, route }: RequestEvent): boolean {
  const accepts = request.headers.get('accept') ?? '';
  return Boolean(route.id?.startsWith(ONE_CALL)) && !isDataRequest && accepts.includes('text/html');
}

function isOpenedPage({ request, isDataRequest }: RequestEvent): boolean {
  const accepts = request.headers.get('accept') ?? '';
  return request.method === 'GET' && !isDataRequest && accepts.includes('text/html');
}
