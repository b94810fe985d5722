import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Files } from '../../../apps/api/src/ports/files.ts';
import type { LogPosition } from '../archive/manifest.ts';
import { BackupError } from '../backup-error.ts';
import { keyOfSegment, type LogEntry, logFolder, segmentOfKey, type SegmentHead, unpackSegment } from './segment.ts';

export interface ReadLog {
  readonly entries: readonly LogEntry[];
  /** When the last of it was written; null when there is none. */
  readonly until: string | null;
}

/**
 * Reads what was shipped since a backup, of every line. Throws when a segment is missing, was changed, or stands in another's
 * place; that the newest ones are missing, nobody can see, so `until` says how far it goes.
 */
export async function readLog(place: Files, passphrase: string, since: LogPosition | null): Promise<ReadLog> {
  const lines = new Map<string, number[]>();
  for await (const key of place.list(logFolder)) {
    const { line, segment } = segmentOfKey(key);
    lines.set(line, [...(lines.get(line) ?? []), segment]);
  }
  const entries: LogEntry[] = [];
  let until: string | null = null;
  for (const [line, segments] of lines) {
    const from = line === since?.line ? since.segment : 0;
    for await (const read of segmentsOf(
      place,
      passphrase,
      line,
      segments.toSorted((a, b) => a - b),
      from,
    )) {
      entries.push(...read.entries);
      if (until === null || read.head.until > until) until = read.head.until;
    }
  }
  if (since && since.segment > 0 && !lines.has(since.line))
    throw new BackupError('The log of preferences that this backup belongs to is not there.');
  return { entries, until };
}

async function* segmentsOf(place: Files, passphrase: string, line: string, segments: readonly number[], from: number) {
  const last = segments.at(-1) ?? 0;
  if (from > last) throw missing(line, from);
  let previous: { head: SegmentHead; hash: string } | null = null;
  // The one that the backup names is read too: the next one has to follow it. Older ones may be gone.
  const first = from > 0 ? from : (segments[0] ?? 1);
  const there = new Set(segments);
  for (let segment = first; segment <= last; segment += 1) {
    if (!there.has(segment)) throw missing(line, segment);
    const file = await buffer(await place.read(keyOfSegment(line, segment)));
    const { head, entries } = await unpackSegment(passphrase, file);
    if (head.line !== line || head.segment !== segment || (previous && head.previous !== previous.hash))
      throw new BackupError(`Segment ${segment} of the log of preferences is not the one that was written there.`);
    previous = { head, hash: createHash('sha256').update(file).digest('hex') };
    if (segment > from) yield { head, entries };
  }
}

function missing(line: string, segment: number): BackupError {
  return new BackupError(
    `Segment ${segment} of the log of preferences is missing (preferences/${line}). Find it, or restore without the log: docs/backup.md.`,
  );
}
