import { sharedI18n } from '$lib/i18n/instance';
import type { Report } from '../data/reports';
import { furtherTables, reportTables, type ReportTable } from './report-tables';
import { numberCell, tableSheet, textCell, workbook, type Column } from './xlsx';

/** The tables of a report as a workbook, in Vietnamese like the report, from its frozen figures alone. */
export async function makeReportXlsx(report: Report): Promise<Buffer> {
  const i18n = await sharedI18n('vi', ['reports', 'programme', 'enterprise', 'staff']);
  const { figures } = report;
  const tables = [...reportTables(figures, i18n), ...furtherTables(figures, i18n)];
  const about: ReportTable = {
    title: i18n.t('reports:doc.about'),
    heads: [
      i18n.t('reports:one', { from: i18n.date(report.period_start), to: i18n.date(report.period_end) }),
      i18n.t('reports:state_head')
    ],
    rows: [
      [
        i18n.t('reports:doc.as_of', { when: i18n.dateTime(figures.as_of), to: i18n.date(report.period_end) }),
        i18n.t(`reports:state.${report.state}`)
      ],
      ...(figures.samples ? [[i18n.t('reports:doc.samples'), null]] : [])
    ]
  };
  return workbook([...tables, about].map(sheetOf));
}

function sheetOf({ title, heads, rows }: ReportTable) {
  const columns = heads.map((heading, i): Column<ReportTable['rows'][number]> => ({
    heading,
    width: i === 0 ? 48 : 18,
    cell: (row) => {
      const value = row[i] ?? null;
      return typeof value === 'number' ? numberCell(value) : textCell(value);
    }
  }));
  return tableSheet(title, columns, rows);
}
