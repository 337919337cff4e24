import { requireStaff } from '$lib/server/auth/require-staff';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  await requireStaff(event);
};
