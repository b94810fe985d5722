import { bytesOf, type Item } from '../wire.ts';
import { openDatabase } from './database.ts';
import { keep, keptKeys, readKept } from './storage.ts';

/** What may wait in a browser; beyond it the oldest are dropped. A site's own storage must not fill up because of us. */
const most = { items: 1_000, bytes: 512 * 1024 } as const;

export interface Queue {
  /** Oldest first, of all pages of the site. */
  list(): Promise<readonly Item[]>;
  remove(ids: readonly string[]): Promise<void>;
  add(item: Item): void;
  /** Events of this page that the server is not known to have. */
  readonly ofThisPage: () => readonly Item[];
  /** Writes at once what is not stored yet, because the page may be gone in a moment. */
  spill(): void;
  /** Stores what was in memory only, as consent is given. */
  store(): void;
  clear(): void;
}

interface QueuePlace {
  readonly name: string;
  /** Whether the device may be used to store anything. */
  readonly isKept: () => boolean;
  readonly dropped: (count: number) => void;
}

/**
 * Events in memory and, with consent, in IndexedDB; in localStorage where that fails, and for what has to be written before
 * the page is gone. All pages of a site share what is stored. An event may be in several places: its id is the same there.
 */
export function openQueue({ name, isKept, dropped }: QueuePlace): Queue {
  const prefix = `${name}.`;
  const database = openDatabase(name);
  const memory = new Map<string, string>();
  const stored = new Set<string>();
  /** Acknowledged, but the browser would not remove them: not sent again by this page. */
  const gone = new Set<string>();
  let unwritten: Item[] = [];
  let [count, bytes] = [0, 0];

  const writeLocally = (items: readonly Item[]) => {
    for (const { id, body } of items) if (memory.has(id) && keep(prefix + id, body)) stored.add(id);
  };

  async function write(): Promise<void> {
    const items = unwritten;
    unwritten = [];
    if (isKept()) {
      try {
        await database.put(items);
        for (const { id } of items) stored.add(id);
      } catch {
        writeLocally(items);
      }
    }
    if (count > most.items || bytes > most.bytes) await list();
  }

  async function everywhere(): Promise<Map<string, string>> {
    const all = new Map(memory);
    if (!isKept()) return all;
    const found = new Set<string>();
    // Those known to be stored before the look, and not found by it, were sent by another page.
    const before = [...stored];
    const kept = await database.all().catch(() => null);
    for (const { id, body } of kept ?? []) {
      all.set(id, body);
      found.add(id);
    }
    for (const key of keptKeys(prefix)) {
      const body = readKept(key);
      if (body) all.set(key.slice(prefix.length), body);
      found.add(key.slice(prefix.length));
    }
    for (const id of kept ? before : [])
      if (!found.has(id)) {
        all.delete(id);
        forget(id);
      }
    for (const id of gone) all.delete(id);
    return all;
  }

  function forget(id: string): void {
    memory.delete(id);
    stored.delete(id);
  }

  async function list(): Promise<readonly Item[]> {
    const all = itemsOf(await everywhere());
    // oxlint-disable-next-line unicorn/no-array-sort -- a copy, and older browsers have no toSorted
    all.sort(byId);
    let first = all.length;
    for (bytes = count = 0; first > 0; count++) {
      const size = bytesOf(all[first - 1]?.body ?? '');
      if (count >= most.items || bytes + size > most.bytes) break;
      bytes += size;
      first--;
    }
    if (first > 0) {
      await remove(all.slice(0, first).map(({ id }) => id));
      dropped(first);
    }
    return all.slice(first);
  }

  async function remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      forget(id);
      keep(prefix + id, null);
    }
    if (isKept()) await database.remove(ids).catch(() => ids.forEach((id) => gone.add(id)));
  }

  return {
    list,
    remove,
    add(item) {
      memory.set(item.id, item.body);
      count++;
      bytes += bytesOf(item.body);
      // All that a page says at once is written at once.
      if (unwritten.push(item) === 1) queueMicrotask(() => void write());
    },
    ofThisPage: () => itemsOf(memory),
    spill() {
      if (isKept()) writeLocally(itemsOf(memory).filter(({ id }) => !stored.has(id)));
    },
    store() {
      unwritten = itemsOf(memory);
      void write();
    },
    clear() {
      unwritten = [];
      memory.clear();
      stored.clear();
      for (const key of keptKeys(prefix)) keep(key, null);
      database.clear();
    },
  };
}

function itemsOf(items: ReadonlyMap<string, string>): Item[] {
  return [...items].map(([id, body]) => ({ id, body }));
}

function byId(a: Item, b: Item): number {
  return a.id < b.id ? -1 : 1;
}
