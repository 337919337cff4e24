import type { Locale } from './locales';

/** Dates of state are Vietnamese dates, wherever the server stands. */
const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const MILLION = 1_000_000;
const BILLION = 1_000_000_000;

const WORDS = {
  vi: { tag: 'vi-VN', dong: 'đồng', million: 'triệu đồng', billion: 'tỷ đồng' },
  en: { tag: 'en-GB', dong: 'VND', million: 'million VND', billion: 'billion VND' }
} as const;

type DateInput = string | number | Date;

export interface Formats {
  /** `1.000` in Vietnamese, `1,000` in English. */
  number(value: number | bigint, options?: Intl.NumberFormatOptions): string;
  /** Takes a ratio: 0.425 → `42,5%`. */
  percent(ratio: number, digits?: number): string;
  /** `23/11/2026` in both languages, so that nobody mistakes the day for the month. */
  date(value: DateInput): string;
  /** `23/11/2026 19:15`, Vietnamese time. */
  dateTime(value: DateInput): string;
  /** Whole VND, rounded for reading: 82500000 → `82,5 triệu đồng`. */
  money(dong: number | bigint): string;
  /** Whole VND, every digit: `82.500.000 đồng`. */
  moneyExact(dong: number | bigint): string;
}

/** The formats of one language, with the Intl objects made once. */
export function createFormats(locale: Locale): Formats {
  const words = WORDS[locale];
  const whole = new Intl.NumberFormat(words.tag);
  const short = new Intl.NumberFormat(words.tag, { maximumFractionDigits: 1 });
  /** By their options; made at first use, because making one costs more than a hundred uses. */
  const special = new Map<string, Intl.NumberFormat>();
  const formatOf = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options);
    const known = special.get(key) ?? new Intl.NumberFormat(words.tag, options);
    special.set(key, known);
    return known;
  };
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone: TIME_ZONE,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric'
  });
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: TIME_ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  });

  const formats: Formats = {
    number: (value, options) => (options ? formatOf(options) : whole).format(value),
    percent: (ratio, digits = 1) => formatOf({ style: 'percent', maximumFractionDigits: digits }).format(ratio),
    date: (value) => day.format(toDate(value)),
    dateTime: (value) => `${day.format(toDate(value))} ${clock.format(toDate(value))}`,
    money(dong) {
      const value = Number(dong);
      // 999,960,000 rounds up to 1,000.0 million, which is read as one billion.
      if (Math.abs(value) >= BILLION - 50_000) return `${short.format(value / BILLION)} ${words.billion}`;
      if (Math.abs(value) >= MILLION) return `${short.format(value / MILLION)} ${words.million}`;
      return formats.moneyExact(dong);
    },
    moneyExact: (dong) => `${whole.format(dong)} ${words.dong}`
  };
  return formats;
}

function toDate(value: DateInput): Date {
  return value instanceof Date ? value : new Date(value);
}
