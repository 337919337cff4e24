import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { validityOn, type Validity } from '$lib/domain/support/policy';
import type { Locale } from '$lib/i18n/locales';
import { toAppError } from '$lib/server/errors';
import { supports } from './packages';

type Db = SupabaseClient<Database>;
type Support = Database['public']['Tables']['supports']['Row'];

/** A content of support as the public catalogue shows it: whom it is for, what the state pays at most, its law. */
export interface Policy extends Pick<
  Support,
  'support_id' | 'kinds' | 'size_classes' | 'money' | 'legal_basis' | 'valid_from' | 'valid_to'
> {
  name: string;
  /** What the law asks besides, with its article. */
  conditions: string[];
  validity: Validity;
  /** By size class; a rate or amount that the law read so far does not state is null. */
  caps: { size_class: string; max_rate: number | null; cap: number | null; validity: Validity }[];
}

/** The whole catalogue with its standing on a day: what holds first, what has ended last. */
export async function list(db: Db, locale: Locale, day: string): Promise<Policy[]> {
  const [rows, { data: caps, error }] = await Promise.all([
    supports(db),
    db.from('support_caps').select('support_id, size_class, max_rate, cap, valid_from, valid_to').order('size_class')
  ]);
  if (error) throw toAppError(error);
  const order: Validity[] = ['valid', 'coming', 'ended'];
  return rows
    .map(({ support_id, kinds, size_classes, money, legal_basis, valid_from, valid_to, ...row }) => ({
      ...{ support_id, kinds, size_classes, money, legal_basis, valid_from, valid_to },
      name: row[`name_${locale}`],
      conditions: row[`conditions_${locale}`],
      validity: validityOn({ valid_from, valid_to }, day),
      caps: caps
        .filter((cap) => cap.support_id === support_id)
        .map((cap) => ({
          size_class: cap.size_class,
          max_rate: cap.max_rate === null ? null : Number(cap.max_rate),
          cap: cap.cap === null ? null : Number(cap.cap),
          validity: validityOn(cap, day)
        }))
    }))
    .toSorted((a, b) => order.indexOf(a.validity) - order.indexOf(b.validity));
}
