import type { I18n } from '$lib/i18n/instance';
import type { ListName, ListQuery } from '$lib/schemas/staff-list';
import type { Names } from '$lib/server/data/staff-list-choices';
import type { AssessmentRow, EnterpriseRow, RowOf } from '$lib/server/data/staff-lists';
import { dateCell, numberCell, tableSheet, textCell, workbook, type Column } from './xlsx';

interface Export<Name extends ListName> {
  list: Name;
  rows: RowOf[Name][];
  /** False where the filter fits more rows than one export holds. */
  complete: boolean;
  filters: ListQuery['filters'];
  names: Names;
  now: Date;
}

/** A list as a workbook in the page's language: the rows, and a sheet that says what they are. */
export function makeListXlsx<Name extends ListName>(given: Export<Name>, i18n: I18n): Promise<Buffer> {
  const columns = (
    given.list === 'enterprises' ? enterpriseColumns(given.names, i18n) : assessmentColumns(given.names, i18n)
  ) as Column<RowOf[Name]>[];
  return workbook([tableSheet(i18n.t(`staff:${given.list}.tab`), columns, given.rows), aboutSheet(given, i18n)]);
}

function enterpriseColumns(names: Names, { t }: I18n): Column<EnterpriseRow>[] {
  return [
    ...firmColumns<EnterpriseRow>(names, t),
    { heading: t('staff:column.level'), width: 8, cell: (row) => numberCell(row.latest_level) },
    { heading: t('staff:column.points'), width: 8, cell: (row) => numberCell(row.latest_points) },
    { heading: t('staff:column.assessed'), width: 14, cell: (row) => dateCell(row.latest_submitted_at) },
    { heading: t('staff:column.created'), width: 14, cell: (row) => dateCell(row.created_at) },
    sampleColumn(t)
  ];
}

function assessmentColumns(names: Names, { t }: I18n): Column<AssessmentRow>[] {
  return [
    ...firmColumns<AssessmentRow>(names, t),
    { heading: t('staff:column.state'), width: 16, cell: (row) => textCell(t(`enterprise:state.${row.state}`)) },
    {
      heading: t('staff:column.entry'),
      width: 16,
      cell: (row) => textCell(row.entry === 'assisted' ? t('enterprise:assisted') : t('staff:entry_self'))
    },
    { heading: t('staff:column.level'), width: 8, cell: (row) => numberCell(row.level) },
    { heading: t('staff:column.points'), width: 8, cell: (row) => numberCell(row.points) },
    { heading: t('staff:column.verified'), width: 14, cell: (row) => numberCell(row.verified_level) },
    {
      heading: t('staff:column.verified_share'),
      width: 18,
      cell: (row) => numberCell(row.verified_share === null ? null : Math.round(row.verified_share * 100))
    },
    { heading: t('staff:column.started'), width: 14, cell: (row) => dateCell(row.started_at) },
    { heading: t('staff:column.submitted'), width: 14, cell: (row) => dateCell(row.submitted_at) },
    sampleColumn(t)
  ];
}

/** Tax codes come masked from the list: a 12-digit one is a person's. */
function firmColumns<Row extends EnterpriseRow | AssessmentRow>(names: Names, t: I18n['t']): Column<Row>[] {
  return [
    { heading: t('staff:column.enterprise'), width: 44, cell: (row) => textCell(row.name) },
    { heading: t('enterprise:field.tax_code'), width: 18, cell: (row) => textCell(row.tax_code) },
    { heading: t('enterprise:field.kind'), width: 22, cell: (row) => textCell(t(`staff:kind.${row.kind}`)) },
    {
      heading: t('enterprise:size_class'),
      width: 12,
      cell: (row) => textCell(row.size_class && t(`enterprise:size.${row.size_class}`))
    },
    { heading: t('staff:column.unit'), width: 22, cell: (row) => textCell(names.units[row.unit_id] ?? row.unit_id) },
    {
      heading: t('staff:column.district'),
      width: 22,
      cell: (row) => textCell(row.district_id && (names.units[row.district_id] ?? row.district_id))
    },
    {
      heading: t('staff:column.section'),
      width: 40,
      cell: (row) => textCell(names.sections[row.section_id] ?? row.section_id)
    }
  ];
}

function sampleColumn(t: I18n['t']): Column<{ is_sample: boolean }> {
  return {
    heading: t('enterprise:sample'),
    width: 12,
    cell: (row) => textCell(row.is_sample ? t('staff:export.yes') : null)
  };
}

function aboutSheet({ rows, complete, filters, names, now }: Export<ListName>, { t, dateTime, number }: I18n) {
  const shown: [string, string][] = [
    [t('staff:export.made'), dateTime(now)],
    [t('staff:export.rows'), number(rows.length)],
    ...(complete ? [] : [[t('staff:export.cut'), t('staff:export.cut_text')] as [string, string]]),
    ...Object.entries(filters)
      .filter((entry): entry is [string, string] => Boolean(entry[1]))
      .map(([name, value]): [string, string] => [
        t(`staff:filter.${name}`),
        names.units[value] ?? names.sections[value] ?? value
      ])
  ];
  const columns: Column<[string, string]>[] = [
    { heading: t('staff:export.what'), width: 28, cell: ([what]) => textCell(what) },
    { heading: t('staff:export.value'), width: 60, cell: ([, value]) => textCell(value) }
  ];
  return tableSheet(t('staff:export.about'), columns, shown);
}
