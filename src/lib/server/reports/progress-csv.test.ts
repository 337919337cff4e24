import { describe, expect, it } from 'vitest';
import type { Progress } from '../data/programmes';
import { progressCsv } from './progress-csv';

const progress: Progress = {
  as_of: '2026-11-27T00:00:00Z',
  programme: null,
  targets: [],
  assessed: 12,
  assessed_in_period: 3,
  sample: false,
  by_level: [{ level: 0, count: null }],
  by_unit: [
    { unit_id: '829-2021', name_vi: '=HYPERLINK("x")', name_en: 'A, "B"', count: 7 },
    { unit_id: '831-2021', name_vi: '+1', name_en: '', count: 0 }
  ],
  quick_checks: 5,
  supported: {
    count: 9,
    in_period: 2,
    by_year: [{ year: 2024, count: 9 }],
    by_unit: [],
    by_section: [],
    by_size: [{ size: null, count: 9 }],
    by_kind: []
  }
};

describe('the figures as CSV', () => {
  const lines = progressCsv(progress).split('\r\n');

  it('has one row per figure', () => {
    expect(lines).toContain('total,assessed,,,12');
    expect(lines).toContain('supported_by_year,2024,,,9');
    expect(lines).toContain('supported_by_size,unknown,,,9');
  });

  it('leaves small counts empty, and shows zero', () => {
    expect(lines).toContain('assessed_by_level,0,,,');
    expect(lines.some((line) => line.endsWith(',0'))).toBe(true);
  });

  it('no cell begins a formula, and quotes are kept', () => {
    expect(lines).toContain(`assessed_by_unit,829-2021,"'=HYPERLINK(""x"")","A, ""B""",7`);
    expect(lines).toContain(`assessed_by_unit,831-2021,'+1,,0`);
  });
});
