import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import type { Files } from '../../ports/files.ts';

/** Stores a file as it comes in; answers its size and the SHA-256 of its bytes. */
export async function receiveFile(
  files: Files,
  key: string,
  content: Readable,
): Promise<{ readonly bytes: number; readonly hash: string }> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const bytes = await files.write(
    key,
    pipeline(content, hashing, () => {}), // an error reaches whoever reads it
  );
  return { bytes, hash: hash.digest('hex') };
}
