import { getContext, setContext } from 'svelte';
import type { AssessmentDraft } from './draft.svelte';

const KEY = Symbol('draft');

export function provideDraft(draft: AssessmentDraft): AssessmentDraft {
  return setContext(KEY, draft);
}

/** The draft of the assessment that the pages around belong to. */
export function useDraft(): AssessmentDraft {
  return getContext<AssessmentDraft>(KEY);
}
