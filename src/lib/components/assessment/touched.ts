import type { LocalCriterion } from '$lib/domain/assessment/localise';
import { readRatio } from '$lib/schemas/typed-answer';
import type { AssessmentDraft } from './draft.svelte';

/**
 * Answers that were given on the page before its code had arrived: fields that differ from what the server rendered.
 * The form says `autocomplete="off"`, so no browser fills in what it remembers from an earlier visit.
 */
export function takeTouched(draft: AssessmentDraft, criteria: LocalCriterion[], document: Document): void {
  const field = (name: string) => [...document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
  for (const criterion of criteria) {
    const chosen = field(`answer-${criterion.id}`).find((input) => input.checked && !input.defaultChecked);
    if (chosen) {
      draft.answer(criterion.id, chosen.value === 'none' ? { notApplicable: true } : { level: Number(chosen.value) });
    } else if (criterion.kind === 'ratio') {
      const [numerator] = field(`numerator-${criterion.id}`);
      const [denominator] = field(`denominator-${criterion.id}`);
      if (!numerator || !denominator) continue;
      if ([numerator, denominator].every((input) => input.value === input.defaultValue)) continue;
      const typed = { numerator: numerator.value, denominator: denominator.value };
      const read = readRatio(criterion, typed);
      draft.typed[criterion.id] = typed;
      if ('value' in read) draft.answer(criterion.id, read.value);
    }
  }
}
