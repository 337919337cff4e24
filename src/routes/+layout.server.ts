import { currentProgramme, navigationRoles } from '$lib/server/http/frame';
import type { LayoutServerLoad } from './$types';

/** What the frame around every page shows. Depends on nothing in the address, so it is not asked again on the way. */
export const load: LayoutServerLoad = async ({ locals }) => {
  const [programme, roles] = await Promise.all([currentProgramme(locals), navigationRoles(locals)]);
  return {
    locale: locals.locale,
    programme,
    person: locals.user && { email: locals.user.email, staff: roles.staff, provider: roles.provider }
  };
};
