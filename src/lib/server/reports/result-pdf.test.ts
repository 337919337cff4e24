import { inflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allAtLevel } from '../../../../tests/support/domain-fixtures.ts';
import { localise } from '$lib/domain/assessment/localise';
import { questionnaireSchema, type Pillar } from '$lib/domain/assessment/questionnaire';
import { report, reportSteps } from '$lib/domain/assessment/report';
import { score } from '$lib/domain/assessment/score';
import { createI18n } from '$lib/i18n/instance';
import { makeResultPdf, resultFileName } from './result-pdf';

const folder = join(process.cwd(), 'supabase/seeds/questionnaires/dbi-sme');
const json = (name: string) =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Record<string, unknown>;
const pillars = [1, 2, 3, 4, 5, 6].map((n) => json(`pillar-${n}`) as Pillar);
const questionnaire = questionnaireSchema.parse({ ...json('head'), pillars });

async function make(locale: 'vi' | 'en', tax_code: string, name = 'Cơ sở chế biến dừa Thị Diễm Phượng') {
  const doc = localise(questionnaire, locale);
  const answers = allAtLevel(questionnaire, 2);
  const scored = score(doc, answers);
  const i18n = await createI18n(locale, ['common', 'result']);
  const submittedAt = '2026-11-20T17:30:00Z';
  const sheet = {
    enterprise: { name, tax_code },
    submittedAt,
    report: report(doc, scored),
    steps: reportSteps(doc, answers, scored)
  };
  return { pdf: await makeResultPdf(sheet, i18n, new Date('2026-11-23T12:00:00Z')), i18n, submittedAt };
}

/** Everything the file says about characters: the maps from glyphs back to Unicode, unpacked. */
function unpacked(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/stream\n/g)].map(({ index }) => {
    const start = index + 'stream\n'.length;
    try {
      return inflateSync(pdf.subarray(start, text.indexOf('endstream', start))).toString('latin1');
    } catch {
      return '';
    }
  });
  return streams.join('\n');
}

describe('result as PDF', () => {
  it('is a PDF with embedded faces that know their Vietnamese letters', async () => {
    const { pdf } = await make('vi', '1300123456');
    const raw = pdf.toString('latin1');
    expect(raw.startsWith('%PDF-')).toBe(true);
    expect(raw.match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(2);
    const maps = unpacked(pdf).toLowerCase();
    for (const letter of 'ếữợừậđ') {
      expect(maps).toContain(`<${letter.charCodeAt(0).toString(16).padStart(4, '0')}>`);
    }
  });

  it('works in English and with the longest name', async () => {
    const { pdf } = await make('en', '083123456756', `Hợp tác xã ${'nông nghiệp dịch vụ thủy sản '.repeat(9)}`);
    expect(pdf.length).toBeGreaterThan(10_000);
  });

  it('is named by the Vietnamese day of submission', async () => {
    const { i18n, submittedAt } = await make('vi', '1300123456');
    // 17:30 in UTC is the next morning in Vietnam.
    expect(resultFileName(submittedAt, i18n)).toBe('ket-qua-chuyen-doi-so-2026-11-21.pdf');
  });
});
