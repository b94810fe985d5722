import type { Item } from '../wire.ts';

/** Items in IndexedDB. Every promise rejects when the browser forbids it, is out of space, or closed the database. */
export interface Database {
  put(items: readonly Item[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  all(): Promise<readonly Item[]>;
  /** Leaves nothing, not even an empty database. */
  clear(): void;
}

const store = 'items';

export function openDatabase(name: string): Database {
  let opening: Promise<IDBDatabase> | null = null;
  const open = () =>
    (opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      on(request, 'upgradeneeded', () => void request.result.createObjectStore(store));
      on(request, 'success', () => {
        const database = request.result;
        // A browser that frees space closes it, and somebody who clears their data deletes it.
        on(database, 'close versionchange', () => {
          database.close();
          opening = null;
        });
        resolve(database);
      });
      on(request, 'error blocked', () => reject(request.error ?? new Error('blocked')));
    }).catch((error: unknown) => {
      opening = null;
      throw error;
    }));

  async function change(mode: IDBTransactionMode, act: (items: IDBObjectStore) => void): Promise<void> {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      on(transaction, 'complete', resolve);
      on(transaction, 'abort', () => reject(transaction.error ?? new Error('aborted')));
      act(transaction.objectStore(store));
      // Otherwise a page that is closed now would take an unfinished transaction with it.
      if (mode === 'readwrite') transaction.commit?.();
    });
  }

  return {
    put: (items) =>
      change('readwrite', (kept) => {
        for (const { id, body } of items) kept.put(body, id);
      }),
    remove: (ids) =>
      change('readwrite', (kept) => {
        for (const id of ids) kept.delete(id);
      }),
    async all() {
      let keys: IDBRequest<IDBValidKey[]> | undefined;
      let bodies: IDBRequest<string[]> | undefined;
      await change('readonly', (kept) => {
        keys = kept.getAllKeys();
        bodies = kept.getAll() as IDBRequest<string[]>; // only strings are put
      });
      return (bodies?.result ?? []).map((body, index) => ({ id: String(keys?.result[index]), body }));
    },
    clear() {
      try {
        indexedDB.deleteDatabase(name);
      } catch {
        // Where there is none nothing is left in it.
      }
    },
  };
}

function on(target: EventTarget, types: string, act: () => void): void {
  for (const type of types.split(' ')) target.addEventListener(type, act);
}
