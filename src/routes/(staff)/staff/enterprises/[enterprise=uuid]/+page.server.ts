import { requireStaff } from '$lib/server/auth/require-staff';
import * as flags from '$lib/server/data/abuse-flags';
import * as assessments from '$lib/server/data/assessments';
import { choices, type FormChoices } from '$lib/server/data/enterprise-form';
import * as enterprises from '$lib/server/data/enterprises';
import * as members from '$lib/server/data/members';
import * as packages from '$lib/server/data/packages';
import { firmChanges } from '$lib/server/data/programme-figures';
import { cancelInvitation, inviteToEnterprise } from '$lib/server/enterprise-actions';
import { raise } from '$lib/server/errors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const id = event.params.enterprise;
  try {
    // First the firm alone: one that the person may not see is not found, whatever the rest would say.
    const enterprise = await enterprises.read(db, id);
    const [offered, history, people, invitations, requests, matches, changes, found] = await Promise.all([
      choices(db, locale),
      assessments.listOf(db, id),
      members.list(db, id),
      members.invitations(db, id),
      members.openRequests(db),
      packages.forEnterprise(db, id),
      firmChanges(db, id),
      roles.staff.some((role) => role === 'officer' || role === 'manager') ? flags.list(db, id) : []
    ]);
    return {
      enterprise,
      choices: namesIn(enterprise, offered),
      history,
      changes,
      people,
      invitations,
      flags: found,
      matches,
      openRequests: requests.filter((request) => request.enterprise_id === id).length
    };
  } catch (e) {
    raise(e);
  }
};

/** Only the choices that the firm has made: the page shows their names and offers no others. */
function namesIn(enterprise: enterprises.Enterprise, offered: FormChoices): FormChoices {
  return {
    ...offered,
    sectors: offered.sectors.filter(({ value }) => value === enterprise.sector_id),
    communes: offered.communes.filter(({ value }) => value === enterprise.unit_id),
    districts: offered.districts.filter(({ value }) => value === enterprise.district_id),
    sizeRules: []
  };
}

export const actions: Actions = {
  invite: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    return inviteToEnterprise(event, event.params.enterprise);
  },
  cancel: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    return cancelInvitation(event);
  }
};
