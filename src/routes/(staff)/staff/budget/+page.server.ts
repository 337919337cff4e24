import { allotmentSchema } from '$lib/schemas/assignment';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as budget from '$lib/server/data/budget';
import { failure, raise, toAppError } from '$lib/server/errors';
import { invalid, parseForm, type FieldErrors } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  try {
    return { lines: await budget.lines(event.locals.db), mayChange: roles.staff.includes('manager') };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'manager');
    const form = await event.request.formData();
    // Many amounts stand on the page, so that each field has a name of its own.
    const field = ['amount', form.get('line_code'), form.get('year'), form.get('source')].join('-');
    form.set('amount', form.get(field) ?? '');
    const parsed = parseForm(allotmentSchema, form);
    const named = ({ amount, ...others }: FieldErrors) => (amount ? { ...others, [field]: amount } : others);
    if (!parsed.ok) return invalid({ values: parsed.values, errors: named(parsed.errors) });
    try {
      await budget.setAllotment(event.locals.db, parsed.data);
    } catch (e) {
      const { code, details } = toAppError(e);
      const [problem] = code === 'invalid_input' && Array.isArray(details) ? (details as { code: string }[]) : [];
      if (problem) return invalid({ values: parsed.values, errors: named({ amount: problem.code }) });
      return failure(e, parsed.values);
    }
    return { done: true };
  }
};
