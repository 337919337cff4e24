import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The process is alive. It asks nobody, so that a slow database does not get healthy servers restarted. */
export const GET: RequestHandler = ({ locals }) =>
  json({ status: 'alive', backend: locals.backend.kind }, { headers: { 'cache-control': 'no-store' } });
