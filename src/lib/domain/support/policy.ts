import type { Kind } from '../enterprise/kind.ts';

type Size = 'micro' | 'small' | 'medium' | 'large';

/** Whom a content of support is for, as `public.supports` has it; no size classes: any. */
export interface ForWhom {
  kinds: readonly Kind[];
  size_classes: readonly Size[];
}

/** Whether the law asks a kind for its size class: it does so of firms under the enterprise law only. */
export function asksForSize({ size_classes }: Pick<ForWhom, 'size_classes'>, kind: Kind): boolean {
  return size_classes.length > 0 && (kind === 'enterprise' || kind === 'startup');
}

/** Whether a content is for firms of a kind and size class; null asks for neither. */
export function isFor(support: ForWhom, kind: Kind | null, size: Size | null): boolean {
  return support.kinds
    .filter((candidate) => kind === null || candidate === kind)
    .some((candidate) => size === null || !asksForSize(support, candidate) || support.size_classes.includes(size));
}

export type Validity = 'valid' | 'coming' | 'ended';

/** Whether a rule holds on a day (`YYYY-MM-DD`); its first and last day belong to it. */
export function validityOn(rule: { valid_from: string; valid_to: string | null }, day: string): Validity {
  if (rule.valid_from > day) return 'coming';
  return rule.valid_to !== null && rule.valid_to < day ? 'ended' : 'valid';
}
