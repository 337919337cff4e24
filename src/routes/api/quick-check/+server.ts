import { json } from '@sveltejs/kit';
import { z } from 'zod';
import * as programmes from '$lib/server/data/programmes';
import { readJson } from '$lib/server/http/read-json';
import { refuse } from '$lib/server/http/refuse';
import { takeAddressLimit } from '$lib/server/limits';
import type { RequestHandler } from './$types';

const body = z.strictObject({ unit: z.string().max(40).nullable() });

/** Counts one finished quick check. Who, and what was answered, is never sent. */
export const POST: RequestHandler = async (event) => {
  const { request, locals, url } = event;
  try {
    const { unit } = await readJson(request, url, body, 1024);
    await takeAddressLimit(event, 'quick-check:address');
    await programmes.countQuickCheck(locals.db, unit);
    return json({ counted: true });
  } catch (e) {
    return refuse(e);
  }
};
