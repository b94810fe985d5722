import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Files, NoSuchFile } from '../ports/files.ts';

/** Files in a folder of this machine. */
export class DiskFiles extends Files {
  readonly #root: string;

  constructor(root: string) {
    super();
    this.#root = root;
  }

  async check(): Promise<void> {
    await mkdir(this.#root, { recursive: true });
    await access(this.#root, constants.R_OK | constants.W_OK);
  }

  async write(key: string, content: Readable): Promise<number> {
    const path = this.#pathOf(key);
    const partial = `${path}.${randomUUID()}.partial`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await pipeline(content, createWriteStream(partial, { mode: 0o600, flush: true }));
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return (await stat(path)).size;
  }

  async read(key: string): Promise<Readable> {
    const handle = await open(this.#pathOf(key)).catch((error: unknown) => {
      throw isMissing(error) ? new NoSuchFile(key, error) : error;
    });
    return handle.createReadStream();
  }

  async *list(folder: string): AsyncGenerator<string> {
    const within = folder === '' ? this.#root : this.#pathOf(folder);
    const entries = await readdir(within, { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    for (const entry of entries) {
      const key = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* this.list(key);
      else if (!entry.name.endsWith('.partial')) yield key;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
  }

  async removeAll(folder: string): Promise<void> {
    await rm(this.#pathOf(folder), { recursive: true, force: true });
  }

  #pathOf(key: string): string {
    const path = normalize(join(this.#root, key));
    if (!path.startsWith(normalize(this.#root) + sep)) throw new Error(`A file key must stay inside the store: ${key}`);
    return path;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
