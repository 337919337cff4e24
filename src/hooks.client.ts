import type { HandleClientError } from '@sveltejs/kit';

/** A page that could not be fetched is a matter of the network far more often than of the program. */
export const handleError: HandleClientError = ({ error, status }) => {
  if (status === 404) return { message: 'not_found' };
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return { message: 'unavailable' };
  reportError(error);
  return { message: 'unexpected' };
};
