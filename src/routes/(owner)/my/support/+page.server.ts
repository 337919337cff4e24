import { requireUser } from '$lib/server/auth/require-user';
import * as assignments from '$lib/server/data/assignments';
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
    const chosen = mine.find(({ enterprise_id }) => enterprise_id === asked) ?? mine[0];
    const firms = mine.map(({ enterprise_id, name }) => ({ enterprise_id, name }));
    if (!chosen) return { firms, firm: null };
    const firm = await enterprises.read(db, chosen.enterprise_id);
    const [matches, supports, given] = await Promise.all([
      packages.forEnterprise(db, firm.enterprise_id),
      packages.supportsFor(db, firm.kind, firm.size_class),
      assignments.listOfFirms(db, [firm.enterprise_id])
    ]);
    const { enterprise_id, name, kind, latest_assessment_id } = firm;
    return { firms, firm: { enterprise_id, name, kind, latest_assessment_id }, matches, supports, given };
  } catch (e) {
    raise(e);
  }
};
