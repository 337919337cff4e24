import { createHash, randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { AppError, toAppError, type ErrorCode } from '$lib/server/errors';
import { cleanFileName, contentTypeOf, LARGEST_FILE } from '$lib/server/files/content-type';
import { fileStore } from '$lib/server/files/store';
import { takeLimit } from '$lib/server/limits';
import { log } from '$lib/server/log';

type Row = Database['public']['Tables']['files']['Row'];
export type StoredFile = Pick<Row, 'file_id' | 'name' | 'content_type' | 'size' | 'sha256'>;

/** Answers by which it is not known whether the row was written. */
const UNCERTAIN: ErrorCode[] = ['unavailable', 'unexpected'];

/**
 * Stores a file of a firm and gives its id. `too_large` over 5 MB or when the firm has no room, `unsupported_type`
 * by its content, `not_found` for a firm the person may not see.
 *
 * The bytes first, then the row: a row never points to nothing. Bytes whose row was refused are removed; a process
 * that is killed in between leaves bytes that nobody can reach, which the clock sweeps a day later.
 */
export async function add(
  locals: Pick<App.Locals, 'backend' | 'db' | 'user'>,
  enterpriseId: string,
  file: File
): Promise<string> {
  if (file.size > LARGEST_FILE) throw new AppError('too_large');
  await takeLimit(locals.db, 'file:account', locals.user?.id ?? '');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = contentTypeOf(bytes);
  if (!type) throw new AppError('unsupported_type');
  const id = randomUUID();
  const store = fileStore(locals);
  await store.put(id, bytes, type);
  const { error } = await locals.db.rpc('add_file', {
    file_id: id,
    enterprise_id: enterpriseId,
    name: cleanFileName(file.name, type),
    content_type: type,
    size: bytes.length,
    sha256: hashOf(bytes)
  });
  if (!error) return id;
  const refusal = toAppError(error);
  if (!UNCERTAIN.includes(refusal.code)) await store.remove(id).catch(() => undefined);
  throw refusal;
}

/** The row of a file, read with the person's rights; `not_found` for what they may not see. */
export async function read(db: SupabaseClient<Database>, id: string): Promise<StoredFile> {
  const { data, error } = await db
    .from('files')
    .select('file_id, name, content_type, size, sha256')
    .eq('file_id', id)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return data;
}

/** The bytes of a row that the person was allowed to read; `not_found` when they are not what was put on record. */
export async function open(
  locals: Pick<App.Locals, 'backend' | 'db' | 'requestId'>,
  file: StoredFile
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await fileStore(locals).open(file.file_id);
  if (bytes && hashOf(bytes) === file.sha256) return bytes;
  log.error({ id: locals.requestId, code: bytes ? 'file_changed' : 'file_missing', file: file.file_id });
  throw new AppError('not_found');
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
