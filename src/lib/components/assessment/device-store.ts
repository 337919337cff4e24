import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { isSameAnswer, type AnswerValue } from '$lib/domain/assessment/answers';
import type { LocalAnswer } from '$lib/domain/assessment/merge';

/**
 * The answers of one person's assessment that the server has not acknowledged, on this device. One record per answer:
 * two tabs on one device do not overwrite each other's. What the server has is not kept here.
 */
export interface DeviceStore {
  read(): Promise<Record<string, LocalAnswer>>;
  write(id: string, answer: LocalAnswer): Promise<void>;
  /** Removes an answer, unless another tab has put a different one there meanwhile. */
  forget(id: string, value: AnswerValue | null): Promise<void>;
  clear(): Promise<void>;
}

const NAME = 'assessment-answers';

type Key = [person: string, assessment: string, criterion: string];
interface Schema extends DBSchema {
  answers: { key: Key; value: LocalAnswer };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function open(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, 1, {
    upgrade: (db) => void db.createObjectStore('answers'),
    // Another tab deletes everything (signing out): this one must let go, or it would wait for ever.
    blocking: () => void close()
  });
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

async function close(): Promise<void> {
  const db = await opened?.catch(() => undefined);
  opened = undefined;
  db?.close();
}

/** The person's id is part of every key: who signs in next on this device never sees these answers. */
export function deviceStore(person: string, assessment: string): DeviceStore {
  const all = () => IDBKeyRange.bound([person, assessment, ''], [person, assessment, '\uffff']);
  return {
    async read() {
      const answers = (await open()).transaction('answers').store;
      const [keys, values] = await Promise.all([answers.getAllKeys(all()), answers.getAll(all())]);
      return Object.fromEntries(keys.flatMap(([, , id], i) => (values[i] ? [[id, values[i]]] : [])));
    },
    async write(id, answer) {
      await (await open()).put('answers', answer, [person, assessment, id]);
    },
    async forget(id, value) {
      const transaction = (await open()).transaction('answers', 'readwrite');
      const key: Key = [person, assessment, id];
      const kept = await transaction.store.get(key);
      if (kept && isSameAnswer(kept.value, value)) await transaction.store.delete(key);
      await transaction.done;
    },
    async clear() {
      await (await open()).delete('answers', all());
    }
  };
}

/** Removes every answer of everybody from this device: for signing out. */
export async function clearDevice(): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  await close();
  await deleteDB(NAME);
}
