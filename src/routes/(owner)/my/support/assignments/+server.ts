import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The list is a part of the page of support; its old address may be bookmarked. */
export const GET: RequestHandler = () => redirect(308, '/my/support');
