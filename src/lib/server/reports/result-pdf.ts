import type { Content, TableLayout } from 'pdfmake';
import { aimOf, conditionMet, reasonOf, whyNotHigher } from '$lib/components/result/words';
import type { Report, ReportStep } from '$lib/domain/assessment/report';
import { maskTaxCode } from '$lib/domain/enterprise/tax-code';
import type { I18n } from '$lib/i18n/instance';
import { INK, makePdf } from './pdf';

export interface ResultSheet {
  enterprise: { name: string; tax_code: string | null };
  submittedAt: string;
  report: Report;
  steps: ReportStep[];
}

const LINES: TableLayout = {
  hLineWidth: (line, { table }) => (line === 0 || line === table.body.length ? 0 : 0.7),
  vLineWidth: () => 0,
  hLineColor: () => INK.line,
  paddingLeft: (column) => (column === 0 ? 0 : 8),
  paddingRight: () => 0,
  paddingTop: () => 4,
  paddingBottom: () => 4
};
const BAR = 150;

/** The result as an A4 document, in the language of `i18n` (areas common and result). */
export function makeResultPdf(sheet: ResultSheet, i18n: I18n, now: Date): Promise<Buffer> {
  const { t, date } = i18n;
  return makePdf({
    title: `${t('result:title')} – ${sheet.enterprise.name}`,
    language: i18n.locale,
    content: [
      ...head(sheet, i18n),
      level(sheet.report, i18n),
      ...why(sheet.report, i18n),
      ...steps(sheet.steps, i18n),
      ...pillars(sheet.report, i18n),
      ...provisional(sheet.report, i18n)
    ],
    foot: `${t('common:app.name')} · ${t('result:print_out.printed', { date: date(now) })}`,
    page: (page, pages) => t('result:print_out.page', { page, pages })
  });
}

/** `result-2026-11-23.pdf`: plain letters, so that every system can store it. */
export function resultFileName(submittedAt: string, { t, date }: Pick<I18n, 't' | 'date'>): string {
  const day = date(submittedAt).split('/').reverse().join('-');
  return `${t('result:print_out.file')}-${day}.pdf`;
}

function head({ enterprise, submittedAt, report }: ResultSheet, { t, date }: I18n): Content[] {
  const rows: [string, string][] = [
    [t('result:print_out.date'), date(submittedAt)],
    [t('result:print_out.version'), t('result:print_out.version_of', { title: report.title, version: report.version })]
  ];
  if (enterprise.tax_code) rows.unshift([t('result:print_out.tax_code'), maskTaxCode(enterprise.tax_code)]);
  return [
    { text: t('result:title'), style: 'muted' },
    { text: enterprise.name, style: 'title', margin: [0, 2, 0, 6] },
    {
      table: {
        widths: ['auto', '*'],
        body: rows.map(([label, value]) => [{ text: label, color: INK.muted }, { text: value }])
      },
      layout: { ...LINES, hLineWidth: () => 0, paddingTop: () => 1, paddingBottom: () => 1 }
    }
  ];
}

function level(report: Report, { t, number }: I18n): Content {
  const share = report.points / Math.max(report.max, 1);
  const cells: Content[] = [
    { text: String(report.level), fontSize: 40, bold: true, color: INK.accent, alignment: 'center', lineHeight: 1 },
    {
      stack: [
        { text: `${t('common:level.word')} ${report.level} – ${report.name}`, fontSize: 16, bold: true },
        { text: t('result:level.points', { points: number(report.points), max: number(report.max) }), fontSize: 12 },
        bar(share, 360),
        { text: report.meaning, margin: [0, 6, 0, 0] },
        ...(report.provisional ? [{ text: t('result:provisional'), italics: true, color: INK.muted }] : [])
      ]
    }
  ];
  return {
    table: { widths: [70, '*'], body: [cells] },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      fillColor: () => INK.ground,
      paddingLeft: () => 12,
      paddingRight: () => 12,
      paddingTop: () => 10,
      paddingBottom: () => 10
    },
    margin: [0, 14, 0, 0]
  };
}

function why({ next }: Report, i18n: I18n): Content[] {
  const { t } = i18n;
  const title = heading(t('result:why.title'));
  if (!next) return [title, { text: t('result:why.highest') }];
  const met = conditionMet(i18n, next);
  const nearest = next.closest
    .map(({ name, pointsToReach }) => `${name} (${t('result:why.to_reach', { count: pointsToReach })})`)
    .join('; ');
  return [
    title,
    { text: whyNotHigher(i18n, next), bold: true },
    ...(met ? [{ text: met }] : []),
    ...(nearest ? [{ text: `${t('result:why.closest', { at: next.atLevel })} ${nearest}.` }] : [])
  ];
}

function steps(advised: ReportStep[], i18n: I18n): Content[] {
  const { t } = i18n;
  const title = heading(t('result:steps.title'));
  if (advised.length === 0) return [title, { text: t('result:steps.none') }];
  const items = advised.map((step): Content => ({
    stack: [
      { text: [{ text: step.name, bold: true }, `  (${step.index})`] },
      {
        text: `${t('result:steps.gain', { count: step.gain })} · ${t('result:steps.move', { from: step.fromLevel, to: step.toLevel })}`,
        color: INK.accent
      },
      { text: `${t('result:steps.advice')} ${step.advice}` },
      { text: `${t('result:steps.aim')} ${aimOf(i18n, step)}` },
      { text: reasonOf(i18n, step), style: 'muted' }
    ],
    margin: [0, 0, 0, 7],
    unbreakable: true
  }));
  return [title, { ol: items }];
}

function pillars(report: Report, { t, number, percent }: I18n): Content[] {
  const header = (text: string, alignment: 'left' | 'right' = 'left'): Content => ({ text, alignment, style: 'muted' });
  const rows = report.pillars.flatMap((pillar): Content[][] => [
    [
      { text: pillar.name, bold: true },
      bar(pillar.share / 100),
      { text: percent(pillar.share / 100, 0), alignment: 'right' },
      { text: `${number(pillar.points)}/${number(pillar.max)}`, alignment: 'right', bold: true },
      { text: `${t('common:level.word')} ${pillar.level}`, alignment: 'right' }
    ],
    ...pillar.indices.map((index): Content[] => [
      { text: index.name, color: INK.muted, margin: [10, 0, 0, 0] },
      bar(index.share / 100, BAR, 4),
      { text: percent(index.share / 100, 0), alignment: 'right', color: INK.muted },
      { text: `${number(index.points)}/${number(index.max)}`, alignment: 'right', color: INK.muted },
      ''
    ])
  ]);
  return [
    // What to do fits on the first page; the figures begin the second.
    { ...heading(t('result:radar.title')), pageBreak: 'before' },
    {
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: ['*', BAR, 36, 44, 44],
        body: [
          [
            header(t('result:radar.pillar')),
            '',
            header(t('result:print_out.share'), 'right'),
            header(t('result:indices.points'), 'right'),
            header(t('common:level.word'), 'right')
          ],
          ...rows
        ]
      },
      layout: LINES
    }
  ];
}

function provisional({ provisional: note }: Report, { t }: I18n): Content[] {
  return note ? [heading(t('result:provisional')), { text: note, style: 'muted' }] : [];
}

function heading(text: string) {
  return { text, style: 'heading' } as const;
}

/** A bar that is drawn, not written: nothing to read for those who have the figures beside it. */
function bar(share: number, width = BAR, height = 7): Content {
  const filled = Math.max(0, Math.min(1, share)) * width;
  return {
    canvas: [
      { type: 'rect', x: 0, y: 0, w: width, h: height, r: height / 2, color: INK.line },
      ...(filled > 0
        ? [
            {
              type: 'rect' as const,
              x: 0,
              y: 0,
              w: filled,
              h: height,
              r: Math.min(height, filled) / 2,
              color: INK.accent
            }
          ]
        : [])
    ],
    margin: [0, 4, 0, 0]
  };
}
