import type { I18n } from '$lib/i18n/instance';
import type { Figures } from '../data/reports';

/** A table of a report as plain words and numbers, for the document and for the spreadsheet alike. */
export interface ReportTable {
  title: string;
  heads: string[];
  /** The first cell names the row. Null: nothing to say. */
  rows: (string | number | null)[][];
}

const TARGET_MEASURE: Record<string, string> = { awareness: 'aware', dx_supported: 'supported', dx_models: 'model' };

/** Everything a report shows in tables, from its frozen figures alone. */
export function reportTables(figures: Figures, { t }: I18n): ReportTable[] {
  const total = (measure: string) => figures.totals.find((row) => row.measure === measure);
  const targets = figures.targets.map((target): (string | number | null)[] => {
    const reached = total(TARGET_MEASURE[target.target_id] ?? '');
    const goal = `${target.value} ${target.unit}`;
    if (!target.measured || !reached) return [target.quote_vi, goal, null, t('reports:doc.not_measured'), null, null];
    return [target.quote_vi, goal, target.planned, reached.firms, reached.in_period, reached.fresh];
  });
  return [
    {
      title: t('reports:doc.targets'),
      heads: ['target', 'goal', 'planned', 'done', 'in_period', 'fresh'].map((head) => t(`reports:doc.${head}`)),
      rows: targets
    },
    {
      title: t('reports:doc.steps'),
      heads: [t('reports:measure_head'), t('reports:fresh'), t('reports:cumulative'), t('reports:in_period')],
      rows: figures.totals.map((row) => [t(`programme:measure.${row.measure}`), row.fresh, row.firms, row.in_period])
    },
    {
      title: t('reports:doc.units'),
      heads: [
        t('reports:doc.unit'),
        ...['assessed', 'aware', 'supported', 'model'].map((measure) => t(`programme:measure.${measure}`))
      ],
      rows: figures.by_unit.map((row) => [row.name_vi, row.assessed, row.aware, row.supported, row.model])
    },
    {
      title: t('reports:doc.budget'),
      heads: ['year', 'source', 'amount', 'reserved', 'spent'].map((head) => t(`reports:doc.${head}`)),
      rows: figures.budget.map((row) => [
        String(row.year),
        t(`programme:budget.${row.source}`),
        row.amount,
        row.reserved,
        row.spent
      ])
    },
    {
      title: t('reports:doc.changes'),
      heads: ['package', 'firms', 'up', 'same', 'down'].map((head) => t(`reports:doc.${head}`)),
      rows: figures.changes.map((row) => [`${row.code} – ${row.name_vi}`, row.firms, row.up, row.same, row.down])
    }
  ];
}

/** Tables that only the spreadsheet has. */
export function furtherTables(figures: Figures, { t }: I18n): ReportTable[] {
  return [
    {
      title: t('reports:doc.sizes'),
      heads: [t('reports:doc.size'), t('programme:measure.supported')],
      rows: figures.by_size.map(({ id, supported }) => [
        id ? t(`enterprise:size.${id}`) : t('programme:unknown_size'),
        supported
      ])
    },
    {
      title: t('reports:doc.kinds'),
      heads: [t('reports:doc.kind_head'), t('programme:measure.supported')],
      rows: figures.by_kind.map(({ id, supported }) => [t(`staff:kind.${id}`), supported])
    }
  ];
}
