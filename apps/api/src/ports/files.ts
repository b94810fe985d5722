import type { Readable } from 'node:stream';

/** Where uploads and exports are kept. A key is a relative path: `<organization>/imports/<id>.csv`. Each leads with its organization, whose end takes all of them along. */
export abstract class Files {
  /** Stores a stream whole or not at all; resolves to its size in bytes. */
  abstract write(key: string, content: Readable): Promise<number>;
  /** Throws when there is no such file. */
  abstract read(key: string): Promise<Readable>;
  abstract remove(key: string): Promise<void>;
  /** Removes everything whose key begins with this folder; nothing when there is none. */
  abstract removeAll(folder: string): Promise<void>;
}
