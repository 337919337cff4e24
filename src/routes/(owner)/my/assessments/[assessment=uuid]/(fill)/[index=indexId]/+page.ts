import { browser } from '$app/environment';
import { fetchQuestions } from '$lib/components/assessment/questions';
import type { PageLoad } from './$types';

/** The questions of the page: those that it was opened with, or from the file with all. Null when that cannot be had. */
export const load: PageLoad = async ({ params, parent, depends }) => {
  const { assessment, locale, questionnaire, questions } = await parent();
  const here = questions.find(({ id }) => id === params.index);
  const exists = questionnaire.pillars.some(({ indices }) => indices.some(({ id }) => id === params.index));
  if (here || !exists || !browser) return { index: here ?? null };
  depends('fill:questions');
  const all = await fetchQuestions(assessment.versionId, locale).catch(() => []);
  return { index: all.find(({ id }) => id === params.index) ?? null };
};
