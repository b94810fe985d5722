import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Lets what is received wait in a file of this machine, never in memory, and removes it in the end. */
export async function inTemporaryFile<T>(
  receive: (path: string) => Promise<void>,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(tmpdir(), `engagex-received-${randomUUID()}`);
  try {
    await receive(path);
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}

export async function writeTo(path: string, content: Readable): Promise<void> {
  await pipeline(content, createWriteStream(path, { mode: 0o600 }));
}
