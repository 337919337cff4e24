import type { ParamMatcher } from '@sveltejs/kit';

/** Ids as the database writes them. Anything else is no page (404), and never reaches a query. */
export const match: ParamMatcher = (param) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(param);
