/** What the person had typed into a field before the form came back. */
export function typed(form: { values?: Record<string, unknown> } | null, name: string): string | undefined {
  const value = form?.values?.[name];
  return typeof value === 'string' ? value : undefined;
}
