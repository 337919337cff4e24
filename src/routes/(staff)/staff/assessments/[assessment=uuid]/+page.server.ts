import { redirect } from '@sveltejs/kit';
import { criteriaOf } from '$lib/domain/assessment/outline';
import { compareScores, verificationSheet, type SheetCriterion } from '$lib/domain/support/verification-sheet';
import { readView, type View } from '$lib/schemas/verification';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as assessments from '$lib/server/data/assessments';
import * as questionnaires from '$lib/server/data/questionnaires';
import * as verifications from '$lib/server/data/verifications';
import { raise } from '$lib/server/errors';
import { confirmCriteria, verifyCriterion } from './steps.server';
import type { Actions, PageServerLoad } from './$types';

const KEEP: Record<View, (criterion: SheetCriterion) => boolean> = {
  all: () => true,
  open: ({ finding }) => finding === null,
  needed: ({ neededBy }) => neededBy.length > 0
};

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const id = event.params.assessment;
  const view = readView(event.url.searchParams.get('show'));
  const assessment = await assessments.read(db, id).catch(raise);
  // Only what was submitted is checked.
  if (!assessment.result || !assessment.submitted_at) redirect(303, `/my/assessments/${id}/result`);
  try {
    const [doc, { findings, verified }, needed] = await Promise.all([
      questionnaires.readLocal(db, assessment.version_id, locale),
      verifications.read(db, id),
      verifications.needed(db)
    ]);
    return {
      enterprise: assessment.enterprise,
      submittedAt: assessment.submitted_at,
      scores: compareScores(doc, assessment.result, verified?.result ?? null),
      checked: verified?.checked ?? 0,
      total: criteriaOf(doc).length,
      view,
      /** The criterion whose form is shown without JavaScript. */
      open: event.url.searchParams.get('open'),
      pillars: verificationSheet(doc, assessments.valuesOf(assessment.answers), findings, needed, KEEP[view]),
      // Nobody checks their own firm.
      own: assessment.member
    };
  } catch (refusal) {
    raise(refusal);
  }
};

export const actions: Actions = { verify: verifyCriterion, confirm: confirmCriteria };
