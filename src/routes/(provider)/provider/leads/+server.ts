import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The board of leads is the first page of the area. */
export const GET: RequestHandler = () => redirect(307, '/provider');
