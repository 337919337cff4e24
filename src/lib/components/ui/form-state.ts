import { getContext, setContext } from 'svelte';

const KEY = Symbol('form');

/** Whether the form around a control is being sent. */
export interface FormState {
  readonly busy: boolean;
}

export function provideFormState(state: FormState): void {
  setContext(KEY, state);
}

export function useFormState(): FormState | undefined {
  return getContext<FormState | undefined>(KEY);
}
