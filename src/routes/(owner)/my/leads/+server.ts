import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Leads of a firm are listed with the needs they answer. */
export const GET: RequestHandler = () => redirect(307, '/my/needs');
