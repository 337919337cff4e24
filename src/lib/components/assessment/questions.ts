import { version as build } from '$app/environment';
import type { LocalIndex } from '$lib/domain/assessment/localise';
import type { Locale } from '$lib/i18n/locales';

const asked = new Map<string, Promise<LocalIndex[]>>();

/**
 * All questions of a version in one language, by index. They never change, so they are asked once, and the browser
 * keeps them for the next assessment. Without cookies: they belong to nobody. Rejects when they cannot be fetched; the
 * next call asks again.
 */
export function fetchQuestions(versionId: string, locale: Locale): Promise<LocalIndex[]> {
  // The build is in the address because the code that reads the answer comes with it.
  const address = `/api/questionnaires/${versionId}/${locale}?${new URLSearchParams({ build })}`;
  let questions = asked.get(address);
  if (!questions) {
    questions = request(address);
    asked.set(address, questions);
    questions.catch(() => asked.delete(address));
  }
  return questions;
}

async function request(address: string): Promise<LocalIndex[]> {
  const response = await fetch(address, { credentials: 'omit' });
  if (!response.ok) throw new TypeError(`fetch: ${response.status}`);
  return (await response.json()) as LocalIndex[];
}
