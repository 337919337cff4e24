import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Leads of a firm are listed with the needs they answer. */
export const load: PageServerLoad = () => redirect(307, '/my/needs');
