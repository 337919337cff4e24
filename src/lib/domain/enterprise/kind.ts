/** The six kinds of firm in the plan's words (lines 602-604); here all of them are enterprises. The commonest come first. */
export const KINDS = [
  'household',
  'enterprise',
  'startup',
  'cooperative',
  'cooperative_group',
  'startup_project'
] as const;

export type Kind = (typeof KINDS)[number];

/** A startup project and a co-operative group are no legal persons: they may have no tax code. The database agrees. */
export function mayLackTaxCode(kind: Kind): boolean {
  return kind === 'startup_project' || kind === 'cooperative_group';
}
