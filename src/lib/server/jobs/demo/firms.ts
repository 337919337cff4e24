import { parseTaxCode } from '../../../domain/enterprise/tax-code.ts';
import type { Catalogue, Kind, Line, Size } from './catalogue.ts';
import { createRandom, type Random } from './random.ts';

export const DAY = 86_400_000;
/** How far back sample data reaches: 18 months. */
export const SPAN = 540 * DAY;

export type SizeGroup = 'agriculture' | 'industry' | 'services';

/** What of the reference data sample firms stand on. */
export interface Ground {
  /** The communes of today. */
  unitIds: readonly string[];
  /** The sector group of every sector of the catalogue. */
  sizeGroups: ReadonlyMap<string, SizeGroup>;
}

/** One sample firm as a row of `enterprises`, and what its assessments are drawn from. */
export interface SampleFirm {
  row: {
    enterprise_id: string;
    kind: Kind;
    name: string;
    tax_code: string | null;
    sector_id: string;
    section_id: string;
    main_products: string;
    unit_id: string;
    employees: number | null;
    revenue: number | null;
    capital: number | null;
    contact_name: string;
    contact_email: string;
    is_sample: true;
    created_at: string;
  };
  number: number;
  /** When the firm came on record, in milliseconds. */
  createdAt: number;
  /** The level about which its answers lie at its first assessment. */
  readiness: number;
  /** How many assessments it has submitted. */
  submitted: number;
}

/** The first firms are fixed: they belong to the demo owner, who also asks for the third. */
const FIXED: readonly {
  line: string;
  kind: Kind;
  size: Size;
  unit_id: string;
  readiness?: number;
  submitted: number;
}[] = [
  { line: 'chế biến dừa', kind: 'enterprise', size: 'small', unit_id: '28756-2025', readiness: 0.8, submitted: 3 },
  { line: 'homestay vườn', kind: 'household', size: 'micro', unit_id: '28840-2025', submitted: 0 },
  { line: 'đặc sản quê dừa', kind: 'household', size: 'micro', unit_id: '28777-2025', submitted: 1 },
  // Rare levels that must occur for lists and charts to show every one of them.
  { line: 'chế biến dừa', kind: 'enterprise', size: 'large', unit_id: '28807-2025', readiness: 4.75, submitted: 2 },
  { line: 'phần mềm', kind: 'startup', size: 'small', unit_id: '28777-2025', readiness: 4.7, submitted: 1 },
  { line: 'khách sạn', kind: 'enterprise', size: 'medium', unit_id: '28789-2025', readiness: 3.4, submitted: 2 },
  { line: 'chế biến thủy sản', kind: 'enterprise', size: 'large', unit_id: '29050-2025', readiness: 3.3, submitted: 3 }
];

/**
 * Sample firms over all communes, kinds, sizes and many sectors. The same number, ground and day give the same firms.
 * Every one is evident: its name says so, its tax code fails the check digit or is no possible identity number, its
 * address ends in `.example`, and nobody's telephone number stands in it.
 */
export function sampleFirms(count: number, catalogue: Catalogue, ground: Ground, today: number): SampleFirm[] {
  const random = createRandom('firms');
  // Each commune once before any gets its second.
  const rounds = Math.ceil(count / ground.unitIds.length);
  const places = Array.from({ length: rounds }, () => random.shuffle(ground.unitIds)).flat();
  return Array.from({ length: count }, (_, index) => {
    const fixed = FIXED[index];
    const kind = fixed?.kind ?? drawKind(catalogue, random);
    const line = drawLine(catalogue, kind, fixed?.line, random);
    const size = fixed?.size ?? drawSize(catalogue, kind, random);
    const number = index + 1;
    const label = String(number).padStart(3, '0');
    const submitted = fixed?.submitted ?? drawSubmitted(random);
    // More of them lately, and early enough for their assessments.
    const share = submitted > 1 ? 0.65 * (1 - submitted / 5) * random.next() + 0.02 : Math.sqrt(random.next()) * 0.95;
    const createdAt = workingHour(today - SPAN + share * SPAN, random);
    const { prefix, readiness } = catalogue.kinds[kind];
    const bySize = { micro: 0, small: 0.35, medium: 0.9, large: 1.6 }[size];
    return {
      number,
      createdAt,
      submitted,
      readiness: fixed?.readiness ?? Math.max(0.05, random.normal(readiness + bySize + (line.readiness ?? 0), 0.45)),
      row: {
        enterprise_id: timedId(createdAt, random),
        kind,
        name: `${prefix} ${line.name} mẫu ${label} (dữ liệu mẫu)`,
        tax_code: drawTaxCode(kind, number, random),
        sector_id: line.sector_id,
        section_id: '',
        main_products: line.products,
        unit_id: fixed?.unit_id ?? places[index] ?? random.pick(ground.unitIds),
        ...drawFigures(kind, size, ground.sizeGroups.get(line.sector_id) ?? 'services', random),
        contact_name: `Người liên hệ mẫu ${label}`,
        contact_email: `lien-he-${label}@mau.example`,
        is_sample: true,
        created_at: new Date(createdAt).toISOString()
      }
    };
  });
}

/** An identifier of the shape the database makes: the time, then chance. */
export function timedId(time: number, random: Random): string {
  const digits = (count: number) => Array.from({ length: count }, () => random.integer(0, 15).toString(16)).join('');
  const stamp = time.toString(16).padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${digits(3)}-8${digits(3)}-${digits(12)}`;
}

/** The same day, between 8 and 17 o'clock in Việt Nam (UTC+7). */
export function workingHour(time: number, random: Random): number {
  const day = Math.floor(time / DAY) * DAY;
  return day + Math.floor((1 + 9 * random.next()) * 3_600_000);
}

function drawKind(catalogue: Catalogue, random: Random): Kind {
  const kinds = Object.entries(catalogue.kinds).map(([kind, { weight }]) => ({ kind: kind as Kind, weight }));
  return random.weighted(kinds).kind;
}

function drawLine(catalogue: Catalogue, kind: Kind, wanted: string | undefined, random: Random): Line {
  const fixed = catalogue.lines.find(({ name }) => name === wanted);
  return fixed ?? random.weighted(catalogue.lines.filter(({ kinds }) => kinds.includes(kind)));
}

function drawSize(catalogue: Catalogue, kind: Kind, random: Random): Size {
  const sizes = Object.entries(catalogue.kinds[kind].sizes).map(([size, weight]) => ({ size: size as Size, weight }));
  return random.weighted(sizes).size;
}

function drawSubmitted(random: Random): number {
  return random.weighted([
    { weight: 15, count: 0 },
    { weight: 32, count: 1 },
    { weight: 30, count: 2 },
    { weight: 23, count: 3 }
  ]).count;
}

/** Codes that nobody can have: the check digit is wrong on purpose. */
function drawTaxCode(kind: Kind, number: number, random: Random): string | null {
  const serial = String(number).padStart(5, '0');
  if (kind === 'startup_project' || kind === 'cooperative_group') return null;
  // An identity number has no check digit, but its fourth digit is the century of birth: 9 is from 2300 on.
  if (kind === 'household') return `0839990${serial}`;
  const wrong = Array.from({ length: 10 }, (_, digit) => `1399${serial}${digit}`).filter((code) => {
    const parsed = parseTaxCode(code);
    return parsed.ok && parsed.warning === 'check_digit';
  });
  return random.pick(wrong);
}

/** Million VND, and numbers of people, that lie within a size class in every reading of the rule. */
const BANDS: Record<Size, { revenue: [number, number]; capital: [number, number] }> = {
  micro: { revenue: [150, 2_900], capital: [80, 2_800] },
  small: { revenue: [3_500, 48_000], capital: [3_200, 19_000] },
  medium: { revenue: [55_000, 190_000], capital: [22_000, 95_000] },
  large: { revenue: [320_000, 1_200_000], capital: [110_000, 500_000] }
};

function drawFigures(kind: Kind, size: Size, group: SizeGroup, random: Random) {
  const services = group === 'services';
  const people: Record<Size, [number, number]> = {
    micro: [1, kind === 'startup_project' ? 5 : 10],
    small: [11, services ? 48 : 95],
    medium: services ? [52, 98] : [105, 195],
    large: services ? [110, 420] : [210, 900]
  };
  const money = ([low, high]: [number, number]) => Math.round(random.skewed(low, high) / 10) * 10_000_000;
  // A project has no turnover yet, and often could not say what it is worth: its size class stays open.
  const unknown = kind === 'startup_project' && random.next() < 0.5;
  return {
    employees: Math.round(random.skewed(...people[size])),
    revenue: kind === 'startup_project' ? null : money(BANDS[size].revenue),
    capital: unknown ? null : money(BANDS[size].capital)
  };
}
