import { currentProgramme } from '$lib/server/http/frame';
import type { PageServerLoad } from './$types';

/** The three goals of the plan that are about digital transformation, in the order the plan gives them. */
const SHOWN = ['dx_supported', 'dx_models', 'awareness'];

export const load: PageServerLoad = async ({ locals }) => {
  const programme = await currentProgramme(locals);
  const targets = SHOWN.flatMap(
    (indicator) => programme?.targets.find((target) => target.indicator === indicator) ?? []
  );
  return { targets };
};
