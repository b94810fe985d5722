/** What a segment of the log of preferences is made of: a head that names the one before, then entries, one a line; compressed and encrypted as backups are. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { seal, unseal } from '../archive/seal.ts';
import { BackupError } from '../backup-error.ts';

export interface SegmentHead {
  /** Of one installation, from one restore to the next. */
  readonly line: string;
  /** From 1, without gaps. */
  readonly segment: number;
  /** SHA-256 of the segment before, as it is stored; null for the first. */
  readonly previous: string | null;
  /** Everything that had been said by then is in this segment or before it. */
  readonly until: string;
}

/** A row of `preference_log`, as JSON. */
export type LogEntry = Readonly<Record<string, unknown>> & { readonly id: string };

export interface StoredSegment {
  readonly file: Buffer;
  readonly hash: Buffer;
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export async function packSegment(
  passphrase: string,
  head: SegmentHead,
  entries: readonly LogEntry[],
): Promise<StoredSegment> {
  const lines = [head, ...entries].map((each) => JSON.stringify(each)).join('\n');
  const packed = await compress(Buffer.from(lines));
  const file = await buffer(Readable.from(seal(passphrase, Readable.from([packed]))));
  return { file, hash: createHash('sha256').update(file).digest() };
}

export async function unpackSegment(passphrase: string, file: Buffer) {
  const packed = await buffer(Readable.from(unseal(passphrase, Readable.from([file]))));
  const [head, ...entries] = (await decompress(packed))
    .toString()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  // Written by packSegment and authenticated since.
  return { head: head as SegmentHead, entries: entries as readonly LogEntry[] };
}

export const logFolder = 'preferences';

export function keyOfSegment(line: string, segment: number): string {
  return `${logFolder}/${line}/${String(segment).padStart(12, '0')}.log`;
}

export function segmentOfKey(key: string): { line: string; segment: number } {
  const [, line, segment] = /^preferences\/([0-9a-f-]{36})\/(\d{12})\.log$/.exec(key) ?? [];
  if (!line || !segment) throw new BackupError(`${key} is not a segment of the log of preferences.`);
  return { line, segment: Number(segment) };
}
