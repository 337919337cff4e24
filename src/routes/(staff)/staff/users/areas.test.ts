import { expect, it } from 'vitest';
import type { Unit } from '$lib/server/data/reference';
import { districtsOf, namesOf } from './areas';

const unit = (fields: Partial<Unit> & { unit_id: string; name_vi: string }): Unit => ({
  level: 'commune',
  name_en: fields.name_vi,
  district_id: null,
  district_ids: [],
  current: true,
  ...fields
});

const units = [
  unit({ unit_id: 'd2', name_vi: 'Mỏ Cày', level: 'district', current: false }),
  unit({ unit_id: 'd1', name_vi: 'Bến Tre', name_en: 'Ben Tre', level: 'district', current: false }),
  unit({ unit_id: 'c2', name_vi: 'Sơn Đông', district_ids: ['d1', 'd2'] }),
  unit({ unit_id: 'c1', name_vi: 'An Hội', name_en: 'An Hoi', district_id: 'd1', district_ids: ['d2', 'd1'] }),
  unit({ unit_id: 'c0', name_vi: 'Xã cũ', district_id: 'd1', current: false })
];

it('groups the communes of today by old district, each named once', () => {
  expect(districtsOf(units, 'en')).toEqual([
    {
      id: 'd1',
      name: 'Ben Tre',
      communes: [
        { id: 'c1', name: 'An Hoi' },
        { id: 'c2', name: 'Sơn Đông' }
      ]
    },
    { id: 'd2', name: 'Mỏ Cày', communes: [] }
  ]);
});

it('names districts and communes by id', () => {
  expect(namesOf(districtsOf(units, 'vi'))).toEqual({ d1: 'Bến Tre', c1: 'An Hội', c2: 'Sơn Đông', d2: 'Mỏ Cày' });
});
