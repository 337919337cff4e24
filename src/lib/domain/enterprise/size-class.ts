export type SizeClass = 'micro' | 'small' | 'medium' | 'large';

/** Sector groups of decree 80/2021: agriculture, forestry and fishery; industry and construction; trade and services. */
export type SizeGroup = 'agriculture' | 'industry' | 'services';

/** The upper bounds of one class in one group; each bound itself still belongs to the class. Money in whole VND. */
export type SizeThreshold = {
  sizeClass: Exclude<SizeClass, 'large'>;
  group: SizeGroup;
  maxEmployees: number;
  maxRevenue: number;
  maxCapital: number;
};

/**
 * Employees: yearly average in social insurance (art. 7). Capital: total capital at the end of the year (art. 8).
 * Revenue: of the year before, in VND (art. 9); 0 or null: none yet. Null: not known.
 */
export type SizeInputs = {
  group: SizeGroup | null;
  employees: number | null;
  revenue: number | null;
  capital: number | null;
};

/**
 * The size class by decree 80/2021/NĐ-CP art. 5: micro, else small, else medium, when the employees are within the
 * bound *and* (revenue *or* capital is); otherwise large. A firm without revenue yet is told by its capital only
 * (art. 9). Null when what is known does not decide it, for instance when capital is missing and revenue is over
 * the bound. The thresholds are data (the law changes); the enterprise declares and answers for its size (art. 10).
 */
export function sizeClass(inputs: SizeInputs, rules: SizeThreshold[]): SizeClass | null {
  const employees = known(inputs.employees);
  if (inputs.group === null || employees === null) return null;
  for (const step of ['micro', 'small', 'medium'] as const) {
    const rule = rules.find((entry) => entry.sizeClass === step && entry.group === inputs.group);
    if (!rule) return null;
    if (employees > rule.maxEmployees) continue;
    const within = isMoneyWithin(rule, known(inputs.revenue), known(inputs.capital));
    if (within === null) return null;
    if (within) return step;
  }
  return 'large';
}

function isMoneyWithin(rule: SizeThreshold, revenue: number | null, capital: number | null): boolean | null {
  // Revenue of 0 would be "within" any bound; the decree says that it then does not count.
  if (revenue !== null && revenue > 0 && revenue <= rule.maxRevenue) return true;
  return capital === null ? null : capital <= rule.maxCapital;
}

function known(value: number | null): number | null {
  return value !== null && Number.isFinite(value) && value >= 0 ? value : null;
}
