import { error } from '@sveltejs/kit';
import { requireUser } from '$lib/server/auth/require-user';
import * as enterprises from '$lib/server/data/enterprises';
import * as packages from '$lib/server/data/packages';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  try {
    const mine = await enterprises.listMine(db, user.id);
    const asked = event.url.searchParams.get('enterprise');
    const firm = asked ? mine.find(({ enterprise_id }) => enterprise_id === asked) : mine[0];
    if (!firm) error(404, { message: 'not_found' });
    const matches = await packages.forEnterprise(db, firm.enterprise_id);
    const match = matches.find(({ package_id }) => package_id === event.params.package);
    if (!match) error(404, { message: 'not_found' });
    return { match, firm: { enterprise_id: firm.enterprise_id, name: firm.name } };
  } catch (e) {
    raise(e);
  }
};
