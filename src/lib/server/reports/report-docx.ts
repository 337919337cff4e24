import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
  type IRunOptions
} from 'docx';
import { sharedI18n, type I18n } from '$lib/i18n/instance';
import type { Report } from '../data/reports';
import { withFixedTimes } from './fixed-zip';
import { reportTables, type ReportTable } from './report-tables';

// Decree 30/2020/NĐ-CP, annex I: A4; margins 20-25 mm above and below, 30-35 mm left, 15-20 mm right; Times New Roman;
// sizes of each part as written beside it.
const MM = 56.7;
const POINT = 2;
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const NO_BORDERS = { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE };

type Line = { size?: number; bold?: boolean; italics?: boolean };
const run = (text: string, { size = 14, ...rest }: Line & IRunOptions = {}) =>
  new TextRun({ text, size: size * POINT, ...rest });
function line(text: string, look: Line = {}, options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, ...options, children: [run(text, look)] });
}

/**
 * The report in the office form of decree 30/2020, in Vietnamese, from its frozen figures and its words alone: made
 * twice it is the same bytes. A draft says that it is one.
 */
export async function makeReportDocx(report: Report): Promise<Buffer> {
  const i18n = await sharedI18n('vi', ['reports', 'programme', 'enterprise', 'staff']);
  const created = new Date(report.created_at);
  const document = new Document({
    creator: report.agency ?? '',
    title: subjectOf(report, i18n),
    styles: { default: { document: { run: { font: 'Times New Roman', size: 14 * POINT } } } },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
            margin: {
              top: Math.round(20 * MM),
              bottom: Math.round(20 * MM),
              left: Math.round(30 * MM),
              right: Math.round(15 * MM)
            }
          }
        },
        // Page numbers stand above the text, in the middle, and not on the first page.
        headers: {
          default: new Header({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT], size: 13 * POINT })]
              })
            ]
          }),
          first: new Header({ children: [new Paragraph('')] })
        },
        children: [...head(report, i18n), ...body(report, i18n), new Paragraph(''), foot(report, i18n)]
      }
    ]
  });
  const packed = await Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(created) }
  ]);
  return withFixedTimes(packed, created);
}

function subjectOf(report: Report, { t, date }: I18n): string {
  return t('reports:doc.subject', { from: date(report.period_start), to: date(report.period_end) });
}

function head(report: Report, i18n: I18n): (Paragraph | Table)[] {
  const { t } = i18n;
  const [year = '……', month = '……', day = '……'] = report.signed_on?.split('-') ?? [];
  const rule = (width: string) => line(width, { size: 6 });
  return [
    ...(report.state === 'draft' ? [line(t('reports:doc.draft'), { bold: true, size: 13 })] : []),
    twoColumns(
      [
        ...(report.agency_above ? [line(report.agency_above.toUpperCase(), { size: 13 })] : []),
        line((report.agency ?? '……').toUpperCase(), { size: 13, bold: true }),
        rule('─────────'),
        line(t('reports:doc.number', { number: report.number ?? '……' }), { size: 13 })
      ],
      [
        line(t('reports:doc.nation'), { size: 13, bold: true }),
        line(t('reports:doc.motto'), { size: 14, bold: true }),
        rule('──────────────────'),
        line(t('reports:doc.place_day', { place: report.place ?? '……', day, month, year }), { size: 14, italics: true })
      ],
      [42, 58]
    ),
    line(t('reports:doc.kind'), { bold: true }, { spacing: { before: 240 } }),
    line(subjectOf(report, i18n), { bold: true }, { spacing: { after: 240 } })
  ];
}

function body(report: Report, i18n: I18n): (Paragraph | Table)[] {
  const { t, date, dateTime, number } = i18n;
  const { figures } = report;
  const words = (text: string | null) =>
    (text ?? t('reports:doc.nothing'))
      .split(/\r?\n/)
      .filter((part) => part.trim())
      .map((part) => prose(part.trim()));
  const note = (text: string) => line(text, { size: 13, italics: true }, { alignment: AlignmentType.BOTH });
  return [
    ...(figures.samples ? [line(t('reports:doc.samples'), { bold: true })] : []),
    prose(
      t('reports:doc.basis', {
        document: figures.programme.document,
        day: date(figures.programme.document_date),
        name: figures.programme.name_vi,
        agency: report.agency ?? '……'
      })
    ),
    heading(t('reports:doc.results')),
    ...words(report.results),
    ...reportTables(figures, i18n).flatMap((table) =>
      table.rows.length > 0 ? [tableTitle(table.title), tableOf(table, i18n)] : []
    ),
    ...(figures.registered
      ? [note(t('reports:doc.registered', { year: figures.registered.year, count: number(figures.registered.count) }))]
      : []),
    note(t('reports:doc.as_of', { when: dateTime(figures.as_of), to: date(report.period_end) })),
    ...(figures.changes.length > 0 ? [note(t('reports:doc.no_proof'))] : []),
    heading(t('reports:doc.difficulties')),
    ...words(report.difficulties),
    heading(t('reports:doc.proposals')),
    ...words(report.proposals)
  ];
}

function foot(report: Report, { t }: I18n): Table {
  const left = { alignment: AlignmentType.LEFT };
  const recipients = (report.recipients ?? '').split(/\r?\n/).filter((name) => name.trim());
  return twoColumns(
    [
      line(t('reports:doc.recipients'), { size: 12, bold: true, italics: true }, left),
      ...recipients.map((name) => line(`- ${name.trim().replace(/^-\s*/, '')}`, { size: 11 }, left))
    ],
    [
      line((report.signatory_title ?? '……').toUpperCase(), { bold: true }),
      ...Array.from({ length: 4 }, () => new Paragraph('')),
      line(report.signatory_name ?? '', { bold: true })
    ],
    [50, 50]
  );
}

function prose(text: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.BOTH,
    indent: { firstLine: Math.round(10 * MM) },
    spacing: { after: 120 },
    children: [run(text)]
  });
}

function heading(text: string): Paragraph {
  return line(
    text,
    { bold: true },
    { alignment: AlignmentType.LEFT, spacing: { before: 180, after: 80 }, keepNext: true }
  );
}

function tableTitle(text: string): Paragraph {
  return line(text, { bold: true, size: 13 }, { spacing: { before: 160, after: 60 }, keepNext: true });
}

function tableOf({ heads, rows }: ReportTable, { number }: I18n): Table {
  const cell = (text: string, look: Line, alignment: IParagraphOptions['alignment']) =>
    new TableCell({ children: [line(text, { size: 12, ...look }, { alignment: alignment ?? AlignmentType.LEFT })] });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      new TableRow({
        tableHeader: true,
        children: heads.map((text) => cell(text, { bold: true }, AlignmentType.CENTER))
      }),
      ...rows.map(
        (row) =>
          new TableRow({
            children: row.map((value) =>
              typeof value === 'number'
                ? cell(number(value), {}, AlignmentType.RIGHT)
                : cell(value ?? '–', {}, AlignmentType.LEFT)
            )
          })
      )
    ]
  });
}

function twoColumns(left: Paragraph[], right: Paragraph[], [first, second]: [number, number]): Table {
  const cell = (children: Paragraph[], size: number) =>
    new TableCell({ children, borders: NO_BORDERS, width: { size, type: WidthType.PERCENTAGE } });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: NO_BORDERS,
    rows: [new TableRow({ children: [cell(left, first), cell(right, second)] })]
  });
}

/** The library would write the present moment. */
function coreProperties(created: Date): string {
  const when = created.toISOString().replace(/\.\d+Z$/, 'Z');
  const stamp = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${when}</dcterms:${name}>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"' +
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"' +
    ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${stamp('created')}${stamp('modified')}</cp:coreProperties>`
  );
}
