/**
 * Imports a part of lite. Version 0.10.0 replaces `process.emitWarning` by a function that throws when Node itself
 * warns with an Error (MaxListenersExceededWarning, for example), so the original is put back after each import.
 * The imports are dynamic because a bundler hoists static ones above any line that could save the original.
 */
async function keepingEmitWarning<T>(load: () => Promise<T>): Promise<T> {
  const original = process.emitWarning;
  try {
    return await load();
  } finally {
    process.emitWarning = original;
  }
}

export const loadLite = () => keepingEmitWarning(() => import('@supabase/lite'));
export const loadLitePglite = () => keepingEmitWarning(() => import('@supabase/lite/pglite'));
export const loadLitePostgres = () => keepingEmitWarning(() => import('@supabase/lite/postgres'));
