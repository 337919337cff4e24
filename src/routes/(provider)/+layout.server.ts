import { requireProvider } from '$lib/server/auth/require-provider';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  await requireProvider(event);
};
