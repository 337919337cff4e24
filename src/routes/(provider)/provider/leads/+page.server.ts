import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The board of leads is the first page of the area. */
export const load: PageServerLoad = () => redirect(307, '/provider');
