import { requireUser } from '$lib/server/auth/require-user';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => {
  requireUser(event);
};
