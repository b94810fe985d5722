import type { Readable } from 'node:stream';

/** Where uploads and exports are kept. A key is a relative path: `<organization>/imports/<id>.csv`. Each leads with its organization, whose end takes all of them along. */
export abstract class Files {
  /** Throws in words for the operator what keeps it from working: an unknown bucket, refused credentials, no answer. */
  abstract check(): Promise<void>;
  /** Stores a stream whole or not at all; resolves to its size in bytes. */
  abstract write(key: string, content: Readable): Promise<number>;
  /** Throws `NoSuchFile`. */
  abstract read(key: string): Promise<Readable>;
  /** The keys in this folder and those below it, in no order; of all files for ''. What changes meanwhile may be among them or not. */
  abstract list(folder: string): AsyncGenerator<string>;
  abstract remove(key: string): Promise<void>;
  /** Removes everything whose key begins with this folder; nothing when there is none. */
  abstract removeAll(folder: string): Promise<void>;
}

export class NoSuchFile extends Error {
  constructor(key: string, cause?: unknown) {
    super(`There is no file ${key}.`, { cause });
    this.name = 'NoSuchFile';
  }
}
