import { fail, type RequestEvent } from '@sveltejs/kit';
import { criteriaOf } from '$lib/domain/assessment/outline';
import { confirmSchema, findingSchema, readCorrection, unfounded } from '$lib/schemas/verification';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as assessments from '$lib/server/data/assessments';
import * as files from '$lib/server/data/files';
import * as questionnaires from '$lib/server/data/questionnaires';
import * as verifications from '$lib/server/data/verifications';
import { AppError, failure, toAppError } from '$lib/server/errors';
import { parseForm, type FieldErrors, type FormValues } from '$lib/server/form';

type Event = RequestEvent<{ assessment: string }>;
type Evidence = { file?: File | undefined; file_id: string | null };

/** Staff confirm, correct or reject one criterion. Its fields carry its id, so that names are unique on the page. */
export async function verifyCriterion(event: Event) {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const sent = await event.request.formData();
  const criterion = text(sent, 'criterion');
  const form = new FormData();
  for (const [name, value] of sent) form.append(name.replace(`-${criterion}`, ''), value);
  const parsed = parseForm(findingSchema, form);
  const wrong = (errors: FieldErrors, values: FormValues = parsed.values) => fail(422, { criterion, values, errors });
  if (!parsed.ok) return wrong(parsed.errors);
  const { data, values } = parsed;
  const problem = evidenceError(form, data);
  if (problem) return wrong(problem);
  try {
    const assessment = await assessments.read(event.locals.db, event.params.assessment);
    const doc = await questionnaires.read(event.locals.db, assessment.version_id);
    const outline = criteriaOf(doc).find(({ id }) => id === criterion);
    if (!outline) throw new AppError('invalid_input');
    const found = data.verdict === 'corrected' ? readCorrection(outline, data) : { value: null };
    if ('field' in found) return wrong({ [found.field]: found.code });
    return await keepFile(event, assessment, data, values, criterion, (file_id) =>
      verifications.record(event.locals.db, event.params.assessment, [
        {
          criterion,
          verdict: data.verdict,
          value: found.value,
          note: data.note,
          link: data.link,
          visited_on: data.visited_on,
          base: data.base,
          file_id
        } as verifications.NewFinding
      ])
    );
  } catch (refusal) {
    return withCriterion(criterion, failure(refusal, values));
  }
}

/** Staff confirm what they ticked, with what they have in common: a visit, a note, a file. All or none. */
export async function confirmCriteria(event: Event) {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const form = await event.request.formData();
  const parsed = parseForm(confirmSchema, form);
  const wrong = (errors: FieldErrors) => fail(422, { criterion: '', values: parsed.values, errors });
  if (!parsed.ok) return wrong(parsed.errors);
  const { data, values } = parsed;
  const problem = evidenceError(form, data);
  if (problem) return wrong(problem);
  try {
    const assessment = await assessments.read(event.locals.db, event.params.assessment);
    return await keepFile(event, assessment, data, values, '', (file_id) =>
      verifications.record(
        event.locals.db,
        event.params.assessment,
        data.criteria.map((criterion) => ({
          criterion,
          verdict: 'confirmed',
          value: null,
          note: data.note,
          link: data.link,
          visited_on: data.visited_on,
          base: text(form, `base-${criterion}`) || null,
          file_id
        }))
      )
    );
  } catch (refusal) {
    return withCriterion('', failure(refusal, values));
  }
}

/** Stores the file that came with a step, then takes the step; a step that is refused keeps it for the next try. */
async function keepFile(
  { locals }: Event,
  { enterprise }: assessments.Assessment,
  { file, file_id }: Evidence,
  values: FormValues,
  criterion: string,
  step: (fileId: string | null) => Promise<void>
) {
  let stored = file_id;
  try {
    if (file) stored = await files.add(locals, enterprise.enterprise_id, file);
  } catch (refusal) {
    const code = { too_large: 'file_too_large', unsupported_type: 'file_type' }[
      toAppError(refusal).code as 'too_large'
    ];
    if (!code) throw refusal;
    return fail(422, { criterion, values, errors: { file: code } as FieldErrors });
  }
  try {
    await step(stored);
    return { criterion, done: true };
  } catch (refusal) {
    const kept = stored ? { ...values, file_id: stored } : values;
    const errors = fieldErrors(refusal);
    if (errors) return fail(422, { criterion, values: kept, errors });
    return withCriterion(criterion, failure(refusal, kept));
  }
}

/** What is wrong with the evidence before it is stored. A browser sends a file without a name where none was chosen. */
function evidenceError(form: FormData, data: Parameters<typeof unfounded>[0]): FieldErrors | null {
  const sent = form.get('file');
  if (sent instanceof File && sent.size === 0 && sent.name !== '') return { file: 'file_empty' };
  return unfounded(data) ? { note: 'required' } : null;
}

/** The fields that the database named; the path of an answer is its criterion. */
function fieldErrors(refusal: unknown): FieldErrors | null {
  const { code, details } = toAppError(refusal);
  if (code !== 'invalid_input' || !Array.isArray(details)) return null;
  const entries = (details as { path: string; code: string }[]).map(({ path, code }): [string, string] =>
    ['note', 'visited_on', 'file_id'].includes(path) ? [path.replace('_id', ''), code] : ['verdict', code]
  );
  return Object.fromEntries(entries);
}

function withCriterion<T extends ReturnType<typeof failure>>(criterion: string, refused: T) {
  return fail(refused.status, { criterion, ...refused.data });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
