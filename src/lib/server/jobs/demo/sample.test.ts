import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { answerErrors } from '../../../domain/assessment/answers.ts';
import { score } from '../../../domain/assessment/score.ts';
import { questionnaireSchema } from '../../../domain/assessment/questionnaire.ts';
import { parseTaxCode } from '../../../domain/enterprise/tax-code.ts';
import { sampleAssessments, sampleQuickChecks, type SampleAssessment } from './assessments.ts';
import { catalogueSchema } from './catalogue.ts';
import { sampleProvidersSchema } from './providers.ts';
import { sampleFindings } from './verifications.ts';
import { sampleFirms, SPAN, type SizeGroup } from './firms.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const rows = (table: string) =>
  (read(`supabase/seeds/reference/${table}.json`) as { rows: Record<string, string | null>[] }).rows;

const catalogue = catalogueSchema.parse(read('supabase/seeds/demo/firms.json'));
const doc = questionnaireSchema.parse(read('tests/support/dbi-skeleton.json'));
const ground = {
  unitIds: rows('units')
    .filter(({ level, valid_to }) => level === 'commune' && valid_to === null)
    .map(({ unit_id }) => unit_id!),
  sizeGroups: new Map(rows('sectors').map(({ sector_id, size_group }) => [sector_id!, size_group as SizeGroup]))
};
const today = Date.UTC(2026, 10, 23);
const firms = sampleFirms(200, catalogue, ground, today);
const assessments = sampleAssessments(firms, doc, today);
const plain = ({ answers }: SampleAssessment) =>
  Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value]));

test('the same day gives the same sample', () => {
  expect(sampleFirms(200, catalogue, ground, today)).toEqual(firms);
  expect(sampleAssessments(firms, doc, today)).toEqual(assessments);
});

test('firms lie in every commune and are of every kind', () => {
  expect(new Set(firms.map(({ row }) => row.unit_id))).toEqual(new Set(ground.unitIds));
  expect(new Set(firms.map(({ row }) => row.kind)).size).toBe(6);
  expect(new Set(firms.map(({ row }) => row.sector_id)).size).toBeGreaterThan(15);
});

test('every line of the catalogue has a sector that exists', () => {
  for (const line of catalogue.lines) expect(ground.sizeGroups.has(line.sector_id), line.sector_id).toBe(true);
});

test('nobody can take a sample firm for a real one', () => {
  for (const { row } of firms) {
    expect(row.name).toMatch(/ mẫu \d{3} \(dữ liệu mẫu\)$/);
    expect(row.contact_email).toMatch(/\.example$/);
    expect(row.is_sample).toBe(true);
    if (row.tax_code === null) expect(['startup_project', 'cooperative_group']).toContain(row.kind);
    else if (row.kind === 'household') expect(row.tax_code).toMatch(/^0839990\d{5}$/);
    else {
      expect(row.tax_code).toMatch(/^13\d{8}$/);
      expect(parseTaxCode(row.tax_code)).toMatchObject({ ok: true, warning: 'check_digit' });
    }
  }
  const codes = firms.flatMap(({ row }) => row.tax_code ?? []);
  expect(new Set(codes).size).toBe(codes.length);
});

test('every answer is valid and every submitted assessment is complete', () => {
  for (const assessment of assessments) {
    expect(answerErrors(doc, plain(assessment))).toEqual([]);
    const { missing } = score(doc, plain(assessment));
    if (assessment.state === 'draft') expect(missing.length).toBeGreaterThan(0);
    else expect(missing).toEqual([]);
  }
});

test('every level occurs, most firms are at 1 or 2', () => {
  const levels = assessments.filter(({ state }) => state === 'submitted').map((one) => score(doc, plain(one)).level);
  expect(new Set(levels)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  expect(levels.filter((level) => level === 1 || level === 2).length).toBeGreaterThan(levels.length * 0.6);
});

test('firms get better, not worse, from one assessment to the next', () => {
  const points = new Map<string, number>();
  for (const one of assessments.filter(({ state }) => state === 'submitted')) {
    const now = score(doc, plain(one)).points;
    expect(now).toBeGreaterThanOrEqual(points.get(one.enterprise_id) ?? 0);
    points.set(one.enterprise_id, now);
  }
});

test('everything lies in the 18 months before the day, and no firm is assessed before it is on record', () => {
  const created = new Map(firms.map(({ row }) => [row.enterprise_id, row.created_at]));
  const start = new Date(today - SPAN).toISOString();
  const end = new Date(today).toISOString();
  for (const { row } of firms) expect(row.created_at >= start && row.created_at < end, row.created_at).toBe(true);
  for (const one of assessments) {
    expect(one.started_at >= created.get(one.enterprise_id)!, one.started_at).toBe(true);
    expect(one.started_at < one.changed_at && one.changed_at < end, one.changed_at).toBe(true);
  }
  for (const { day } of sampleQuickChecks(ground.unitIds, today)) {
    expect(day >= start.slice(0, 10) && day < end.slice(0, 10), day).toBe(true);
  }
});

test('staff have checked every third firm with a counted result, after it was submitted and not in the future', () => {
  const findings = sampleFindings(assessments, catalogue.findings, today);
  expect(sampleFindings(assessments, catalogue.findings, today)).toEqual(findings);
  const counted = assessments.filter(({ state }) => state === 'submitted');
  const checked = new Map(counted.map((one) => [one.assessment_id, one]));
  const visited = new Set(findings.map(({ assessment_id }) => assessment_id));
  expect(visited.size).toBe(Math.ceil(new Set(counted.map(({ enterprise_id }) => enterprise_id)).size / 3));
  for (const { assessment_id, verdict, value, created_at, criterion } of findings) {
    const one = checked.get(assessment_id)!;
    expect(created_at > one.submitted_at! && created_at < new Date(today).toISOString()).toBe(true);
    expect(value === null).toBe(verdict !== 'corrected');
    expect(value).not.toEqual(one.answers[criterion]?.value);
  }
  expect(new Set(findings.map(({ verdict }) => verdict)).size).toBe(3);
});

test('the demo owner has one firm with a history of three and one without anything', () => {
  const of = (index: number) => assessments.filter((one) => one.enterprise_id === firms[index]!.row.enterprise_id);
  expect(of(0).map(({ state }) => state)).toEqual(['submitted', 'submitted', 'submitted']);
  expect(of(1)).toEqual([]);
});

test('nobody can take a sample provider for a real one', () => {
  const { providers } = sampleProvidersSchema.parse(read('supabase/seeds/demo/providers.json'));
  for (const { tax_code, about_vi, about_en } of providers) {
    expect(parseTaxCode(tax_code)).toMatchObject({ ok: true, warning: 'check_digit' });
    expect([about_vi, about_en].join()).toMatch(/không có thật.*does not exist/);
  }
  expect(new Set(providers.flatMap(({ letter, tax_code }) => [letter, tax_code])).size).toBe(providers.length * 2);
});

test('every sample solution is of a category, for indices and places that exist', () => {
  const { providers } = sampleProvidersSchema.parse(read('supabase/seeds/demo/providers.json'));
  const ids = (table: string, key: string) => new Set(rows(table).map((row) => row[key]));
  const known = {
    category_id: ids('solution-categories', 'category_id'),
    section_ids: ids('sectors', 'sector_id'),
    unit_ids: ids('units', 'unit_id'),
    index_ids: new Set<string | null | undefined>(doc.pillars.flatMap(({ indices }) => indices.map(({ id }) => id)))
  };
  const solutions = providers.flatMap((provider) => provider.solutions);
  for (const [field, there] of Object.entries(known))
    for (const solution of solutions)
      for (const id of [solution[field as keyof typeof known]].flat())
        expect([field, id, there.has(id)]).toEqual([field, id, true]);
  expect(new Set(solutions.map(({ category_id }) => category_id)).size).toBeGreaterThan(20);
});
