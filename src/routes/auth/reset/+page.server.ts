import * as accounts from '$lib/server/data/accounts';
import { loadNext, requestMail } from '../mail-request.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = loadNext;

export const actions: Actions = {
  default: (event) => requestMail(event, 'recovery', accounts.sendReset)
};
