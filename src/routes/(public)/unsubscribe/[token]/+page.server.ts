import * as mails from '$lib/server/data/mails';
import { AppError, failure, raise } from '$lib/server/errors';
import { takeAddressLimit } from '$lib/server/limits';
import type { Actions, PageServerLoad } from './$types';

/** Asks, and changes nothing: mail programs open links by themselves. */
export const load: PageServerLoad = async (event) => {
  const { locals, params, setHeaders } = event;
  setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'private, no-store' });
  try {
    await takeAddressLimit(event, 'unsubscribe:address');
    return { standing: await mails.readUnsubscribe(locals.db, params.token) };
  } catch (refusal) {
    raise(refusal);
  }
};

export const actions: Actions = {
  /** The button of the page, and what a mail program posts by itself (RFC 8058): there is no other field to look at. */
  default: async (event) => {
    try {
      await takeAddressLimit(event, 'unsubscribe:address');
      if (!(await mails.unsubscribe(event.locals.db, event.params.token))) return failure(new AppError('not_found'));
    } catch (refusal) {
      return failure(refusal);
    }
    return { done: true };
  }
};
