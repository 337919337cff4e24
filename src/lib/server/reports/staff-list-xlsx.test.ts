import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createI18n } from '$lib/i18n/instance';
import type { EnterpriseRow } from '$lib/server/data/staff-lists';
import { makeListXlsx } from './staff-list-xlsx';
import { dateCell, tableSheet, textCell, workbook } from './xlsx';

describe('cells', () => {
  test.each(['=1+1', '+84 900', '-5', '@SUM(A1)', '\t=1', '\r=1'])('%j gets an apostrophe in front', (text) => {
    expect(textCell(text)).toMatchObject({ value: `'${text}` });
  });

  test.each(['Cơ sở dừa A=B', "'=1", '84', 'a@b.example'])('%j stays as it is', (text) => {
    expect(textCell(text)).toMatchObject({ value: text });
  });

  test('a date is the Vietnamese day of the moment', () => {
    expect(dateCell('2026-11-22T17:30:00Z')).toMatchObject({ value: new Date('2026-11-23T00:00:00Z') });
    expect(dateCell(null)).toBeNull();
  });
});

const firm: EnterpriseRow = {
  enterprise_id: '01990000-0000-7000-8000-000000000001',
  name: '=HYPERLINK("http://x.example";"Cơ sở dừa")',
  tax_code: '083•••••••56',
  kind: 'household',
  size_class: 'micro',
  section_id: '2018-C',
  unit_id: '28756-2025',
  district_id: '829-2021',
  latest_assessment_id: null,
  latest_submitted_at: '2026-11-22T17:30:00Z',
  latest_level: 2,
  latest_points: 97,
  is_sample: true,
  created_at: '2026-01-02T03:04:05Z',
  sort_key: null
};
const names = {
  units: { '28756-2025': 'Phường An Hội', '829-2021': 'Thành phố Bến Tre' },
  sections: { '2018-C': 'Công nghiệp chế biến' }
};

test('firms are written with headings, names, dates as numbers, and no formula', async () => {
  const i18n = await createI18n('vi', ['common', 'staff', 'enterprise']);
  const file = await makeListXlsx(
    {
      list: 'enterprises',
      rows: [firm],
      complete: false,
      filters: { q: '=1', unit: '829-2021' },
      names,
      now: new Date('2026-11-23T00:00:00Z')
    },
    i18n
  );
  const parts = unzip(file);
  const rows = rowsOf(parts, 'xl/worksheets/sheet1.xml');
  expect(rows[0]).toContain('Mã số thuế');
  expect(rows[1]).toEqual([
    '\'=HYPERLINK("http://x.example";"Cơ sở dừa")',
    '083•••••••56',
    'Hộ kinh doanh',
    'Siêu nhỏ',
    'Phường An Hội',
    'Thành phố Bến Tre',
    'Công nghiệp chế biến',
    2,
    97,
    // 23/11/2026 as days since 30/12/1899.
    46349,
    46024,
    'có'
  ]);
  expect([...parts.values()].join()).not.toContain('<f>');
  const about = rowsOf(parts, 'xl/worksheets/sheet2.xml').flat();
  expect(about).toContain("'=1");
  expect(about).toContain('Thành phố Bến Tre');
  expect(about).toContain('Chưa đủ');
});

test('a sheet name that Excel refuses is made to fit', async () => {
  const file = await workbook([tableSheet('a/b:c*'.repeat(9), [], [])]);
  expect(unzip(file).get('xl/workbook.xml')).toContain('a b c a b c');
});

/** The parts of a zip archive, by its central directory; only what a spreadsheet needs. */
function unzip(file: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset)) as [
      number,
      number,
      number
    ];
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const bytes = file.subarray(start, start + size);
    parts.set(
      file.toString('utf8', at + 46, at + 46 + nameLength),
      (method === 8 ? inflateRawSync(bytes) : bytes).toString('utf8')
    );
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}

/** Texts and numbers of a sheet, row by row. */
function rowsOf(parts: Map<string, string>, sheet: string): (string | number)[][] {
  const texts = elements(parts.get('xl/sharedStrings.xml') ?? '', 'si').map(({ inner }) => textOf(inner));
  return elements(parts.get(sheet) ?? '', 'row').map(({ inner }) =>
    elements(inner, 'c')
      .filter((cell) => cell.inner !== '')
      .map((cell) => {
        const value = textOf(cell.inner);
        if (/t="s"/.test(cell.head)) return texts[Number(value)] ?? '';
        return /t="(inlineStr|str)"/.test(cell.head) ? value : Number(value);
      })
  );
}

function elements(xml: string, name: string): { head: string; inner: string }[] {
  return [...xml.matchAll(new RegExp(`<${name}(\\s[^>]*)?(?:/>|>(.*?)</${name}>)`, 'gsu'))].map((match) => ({
    head: match[1] ?? '',
    inner: match[2] ?? ''
  }));
}

const SIGNS: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#39': "'" };

function textOf(xml: string): string {
  return xml.replace(/<[^>]+>/g, '').replace(/&(#?\w+);/g, (whole, name: string) => SIGNS[name] ?? whole);
}
