/** Ids of conditions in the detail of `not_eligible`: `[{path, code: 'not_met'}]`. Anything else has none. */
export function conditionsIn(detail: unknown): string[] {
  if (!Array.isArray(detail)) return [];
  return (detail as { path?: unknown; code?: unknown }[]).flatMap((entry) =>
    entry?.code === 'not_met' && typeof entry.path === 'string' ? [entry.path] : []
  );
}
