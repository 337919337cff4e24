/** What an action about a lead gave back; `step` names the form that it belongs to. */
export interface LeadForm {
  step?: string;
  done?: string;
  error?: string;
  errors?: Record<string, string>;
  values?: Record<string, string | string[]>;
}

/** What was typed into a field before, to be shown again. */
export function typedIn(form: LeadForm | null, name: string): string | undefined {
  const value = form?.values?.[name];
  return typeof value === 'string' ? value : undefined;
}
