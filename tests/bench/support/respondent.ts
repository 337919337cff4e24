import type { Agent } from 'node:http';
import type { Owner } from './owners.ts';
import { hiddenFields, Visitor } from './visitor.ts';

/** What one full submission cost. */
export interface Submission {
  milliseconds: number;
  /** Milliseconds of each of its requests. */
  requests: number[];
  error: string | null;
}

/** One person's way from the start to the result, as the pages' own forms lead. Never throws. */
export async function respond(origin: string, agent: Agent, owner: Owner): Promise<Submission> {
  const visitor = new Visitor(origin, agent, [owner.cookie]);
  const started = performance.now();
  const error = await fillIn(visitor, owner).then(
    () => null,
    (reason: unknown) => (reason instanceof Error ? reason.message : String(reason))
  );
  return { milliseconds: performance.now() - started, requests: visitor.times, error };
}

async function fillIn(visitor: Visitor, { enterpriseId }: Owner): Promise<void> {
  let page = await visitor.submit('/my/assessments/start', { enterprise_id: enterpriseId });
  let pages = 0;
  let answers = 0;
  while (!page.path.endsWith('/review')) {
    const hidden = hiddenFields(page.text);
    const given = answersTo(page.text, hidden);
    answers += Object.keys(hidden).filter((name) => name.startsWith('seen-')).length;
    page = await visitor.submit(page.path, { ...hidden, ...given });
    if (++pages > 10) throw new Error(`Still at ${page.path} after ten pages.`);
  }
  if (pages !== 10 || answers !== 60) throw new Error(`${answers} answers on ${pages} pages, not 60 on 10.`);
  page = await visitor.submit(`${page.path}?/submit`, {});
  if (!page.path.endsWith('/result')) throw new Error(`Submitted, and led to ${page.path}.`);
}

/** Level 3 to every question: chosen, or as a ratio of 45 in 100. */
function answersTo(html: string, hidden: Record<string, string>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(hidden)) {
    if (!name.startsWith('seen-')) continue;
    const id = name.slice('seen-'.length);
    if (html.includes(`name="numerator-${id}"`)) {
      given[`numerator-${id}`] = '45';
      given[`denominator-${id}`] = '100';
    } else given[`answer-${id}`] = '3';
  }
  return given;
}
