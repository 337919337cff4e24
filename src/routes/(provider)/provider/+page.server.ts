import { requireProvider } from '$lib/server/auth/require-provider';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireProvider(event);
};
