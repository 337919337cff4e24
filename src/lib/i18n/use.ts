import { getContext, setContext } from 'svelte';
import type { I18n } from './instance';

const KEY = Symbol('i18n');

/** Called once, in the root layout. */
export function provideI18n(i18n: I18n): void {
  setContext(KEY, i18n);
}

/** The page's language: `t` for words, and the formats of numbers, dates and money. */
export function useI18n(): I18n {
  return getContext<I18n>(KEY);
}
