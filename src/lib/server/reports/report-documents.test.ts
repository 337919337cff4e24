import { afterEach, describe, expect, test, vi } from 'vitest';
import { unzip } from '../../../../tests/support/unzip';
import type { Report } from '../data/reports';
import { makeReportDocx } from './report-docx';
import { makeReportXlsx } from './report-xlsx';

const report: Report = {
  report_id: '01990000-0000-7000-8000-000000000001',
  programme_id: 'ben-tre-8576',
  period_start: '2026-10-01',
  period_end: '2026-10-31',
  state: 'final',
  revision: 3,
  results: '=Đã hỗ trợ <12> cơ sở & tập huấn.\nDòng hai.',
  difficulties: null,
  proposals: 'Bổ sung kinh phí.',
  agency_above: 'Ủy ban nhân dân tỉnh Bến Tre',
  agency: 'Sở Công Thương',
  number: '15/BC-SCT',
  place: 'Bến Tre',
  signed_on: '2026-11-05',
  signatory_title: 'Giám đốc',
  signatory_name: 'Người ký mẫu',
  recipients: 'Ủy ban nhân dân tỉnh\n- Lưu: VT',
  created_at: '2026-11-02T01:02:03Z',
  created_by: null,
  updated_at: '2026-11-05T00:00:00Z',
  finalised_at: '2026-11-05T00:00:00Z',
  finalised_by: null,
  figures: {
    period_start: '2026-10-01',
    period_end: '2026-10-31',
    as_of: '2026-11-02T01:02:03Z',
    samples: false,
    programme: {
      name_vi: 'Chương trình thử',
      document: '8576/KH-UBND',
      document_date: '2021-12-24',
      period_start: '2021-01-01',
      period_end: '2025-12-31'
    },
    totals: [
      { measure: 'supported', firms: 1234, fresh: 12, in_period: 900 },
      { measure: 'model', firms: 7, fresh: 1, in_period: 5 }
    ],
    targets: [
      {
        target_id: 'dx_supported',
        value: 1000,
        unit: 'doanh nghiệp',
        quote_vi: 'hỗ trợ 1.000 doanh nghiệp',
        measured: true,
        planned: 1000
      },
      {
        target_id: 'leading',
        value: 100,
        unit: 'doanh nghiệp',
        quote_vi: '100 doanh nghiệp dẫn đầu',
        measured: false,
        planned: null
      }
    ],
    registered: { year: 2024, count: 5200 },
    by_unit: [{ id: '829-2021', name_vi: '=Thành phố Bến Tre', assessed: 30, aware: 40, supported: 12, model: 2 }],
    by_size: [{ id: null, supported: 3 }],
    by_kind: [{ id: 'household', supported: 9 }],
    budget: [{ year: 2026, source: 'state', amount: 2_500_000_000, reserved: 100, spent: 200 }],
    changes: []
  }
};

/** The words of a document, a line per paragraph. */
function wordsOf(xml: string): string[] {
  return xml
    .split('</w:p>')
    .map((part) => [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''))
    .map((text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    .filter(Boolean);
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the report as a document', () => {
  test('has the parts of decree 30/2020 in their order', async () => {
    const xml = unzip(await makeReportDocx(report)).get('word/document.xml') ?? '';
    const words = wordsOf(xml);
    const parts = [
      'ỦY BAN NHÂN DÂN TỈNH BẾN TRE',
      'SỞ CÔNG THƯƠNG',
      'Số: 15/BC-SCT',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Bến Tre, ngày 05 tháng 11 năm 2026',
      'BÁO CÁO',
      'I. KẾT QUẢ THỰC HIỆN',
      '=Đã hỗ trợ <12> cơ sở & tập huấn.',
      'Dòng hai.',
      '1.234',
      'II. KHÓ KHĂN, VƯỚNG MẮC',
      'Không có.',
      'III. ĐỀ XUẤT, KIẾN NGHỊ',
      'Bổ sung kinh phí.',
      'Nơi nhận:',
      '- Ủy ban nhân dân tỉnh',
      '- Lưu: VT',
      'GIÁM ĐỐC',
      'Người ký mẫu'
    ];
    const places = parts.map((part) => words.indexOf(part));
    expect(parts.filter((_, i) => places[i] === -1)).toEqual([]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(words).not.toContain('DỰ THẢO');
  });

  test('is A4 with the margins of the decree, in Times New Roman', async () => {
    const parts = unzip(await makeReportDocx(report));
    const xml = parts.get('word/document.xml') ?? '';
    const attribute = (name: string) => Number(new RegExp(`<w:pgMar[^>]* w:${name}="(\\d+)"`).exec(xml)?.[1]) / 56.7;
    expect(attribute('left')).toBeCloseTo(30, 0);
    expect(attribute('right')).toBeCloseTo(15, 0);
    expect(attribute('top')).toBeCloseTo(20, 0);
    expect(xml).toMatch(/<w:pgSz[^>]*w:w="11907"/);
    expect(parts.get('word/styles.xml')).toContain('Times New Roman');
  });

  test('made again later it is the same bytes', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-06T00:00:00Z') });
    const first = await makeReportDocx(report);
    vi.setSystemTime(new Date('2031-03-04T05:06:07Z'));
    expect((await makeReportDocx(report)).equals(first)).toBe(true);
  });

  test('a draft and sample figures say so', async () => {
    const draft = {
      ...report,
      state: 'draft',
      number: null,
      signed_on: null,
      figures: { ...report.figures, samples: true }
    };
    const words = wordsOf(unzip(await makeReportDocx(draft)).get('word/document.xml') ?? '');
    expect(words).toContain('DỰ THẢO');
    expect(words.join(' ')).toContain('CƠ SỞ MẪU');
    expect(words).toContain('Số: ……');
  });
});

describe('the tables of a report as a spreadsheet', () => {
  test('hold the frozen numbers and no formula', async () => {
    const parts = unzip(await makeReportXlsx(report));
    const sheets = [...parts].filter(([name]) => /sheet\d+\.xml$/.test(name)).map(([, xml]) => xml);
    const strings = parts.get('xl/sharedStrings.xml') ?? '';
    expect(sheets.length).toBe(8);
    expect(sheets.join('')).toContain('<v>1234</v>');
    expect(sheets.join('')).toContain('<v>2500000000</v>');
    expect(sheets.join('') + strings).toContain("'=Thành phố Bến Tre");
    expect(sheets.join('')).not.toContain('<f>');
  });
});
