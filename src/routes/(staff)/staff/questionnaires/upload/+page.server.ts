import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { optionalText } from '$lib/schemas/fields';
import { LARGEST_DOCUMENT, readDocument } from '$lib/schemas/questionnaire-upload';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as versions from '$lib/server/data/questionnaire-versions';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

/** A file wins over pasted text; one of them must be there. */
const uploadSchema = z
  .object({
    file: z
      .file('invalid')
      .refine((file) => file.size <= LARGEST_DOCUMENT, 'file_too_large')
      .optional(),
    text: z
      .string('invalid')
      .refine((text) => Buffer.byteLength(text) <= LARGEST_DOCUMENT, 'too_long')
      .optional(),
    note: optionalText(500)
  })
  .refine(({ file, text }) => file !== undefined || text !== undefined, { path: ['file'], error: 'required' });

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator', 'manager');
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'administrator', 'manager');
    const parsed = parseForm(uploadSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { file, text = '', note } = parsed.data;
    const found = readDocument(file ? await file.text() : text);
    if (!found.ok) return fail(422, { values: parsed.values, problem: found });
    let id: string;
    try {
      id = await versions.saveDraft(event.locals.db, found.document, note);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, `/staff/questionnaires/${id}?saved`);
  }
};
