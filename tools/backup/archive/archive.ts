/**
 * What is in a backup: a head, then sections (a table, a file) with their content, then a summary of all of them. Compressed with
 * Zstandard and encrypted.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { BackupError } from '../backup-error.ts';
import { bytesOf } from './bytes.ts';
import type { ArchiveHead, SectionHead, SectionSummary } from './manifest.ts';
import { seal, unseal } from './seal.ts';

/** What a section is made of: the content, and how many rows there were once it was read to its end. */
export interface NewSection {
  readonly head: SectionHead;
  readonly content: AsyncIterable<Buffer>;
  readonly rows?: () => number;
}

const kinds = { head: 1, section: 2, content: 3, sectionEnd: 4, end: 5 } as const;
type Kind = keyof typeof kinds;
const kindOf = new Map<number, Kind>((Object.keys(kinds) as Kind[]).map((kind) => [kinds[kind], kind])); // its own keys
const pieceBytes = 64 * 1024;
const mostBytes = 64 * 1024 * 1024;

/** The file, as it is stored. `told` hears of every section that is complete. */
export function writeArchive(
  passphrase: string,
  head: ArchiveHead,
  sections: AsyncIterable<NewSection>,
  told: (summary: SectionSummary) => void = () => {},
): Readable {
  const compressed = createZstdCompress();
  const plain = Readable.from(framesOf(head, sections, told), { objectMode: false });
  pipeline(plain, compressed, () => {}); // an error reaches whoever reads `compressed`
  return Readable.from(seal(passphrase, compressed), { objectMode: false });
}

async function* framesOf(
  head: ArchiveHead,
  sections: AsyncIterable<NewSection>,
  told: (summary: SectionSummary) => void,
): AsyncGenerator<Buffer> {
  yield frame('head', json(head));
  const summaries: SectionSummary[] = [];
  for await (const { head: section, content, rows } of sections) {
    yield frame('section', json(section));
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of inPieces(content)) {
      hash.update(piece);
      bytes += piece.length;
      yield frame('content', piece);
    }
    const summary = { ...section, bytes, rows: rows?.() ?? 0, sha256: hash.digest('hex') };
    yield frame('sectionEnd', json(summary));
    summaries.push(summary);
    told(summary);
  }
  yield frame('end', json(summaries.map(({ sha256 }) => sha256)));
}

/** Rows of a COPY come one by one; a frame for each would take longer than reading them. */
async function* inPieces(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of content) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes < pieceBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

function frame(kind: Kind, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(kinds[kind]);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** A section that is read. Its content has to be read to its end before the next one. */
export interface Section {
  readonly head: SectionHead;
  readonly content: AsyncGenerator<Buffer>;
  /** Once the content was read. */
  summary(): SectionSummary;
}

export interface Archive {
  readonly head: ArchiveHead;
  readonly sections: AsyncGenerator<Section>;
}

/** Opens a backup. What it yields was authenticated; that nothing is missing is known once the last section was read. */
export async function readArchive(passphrase: string, file: AsyncIterable<Buffer>): Promise<Archive> {
  const decompressed = createZstdDecompress();
  pipeline(Readable.from(unseal(passphrase, file), { objectMode: false }), decompressed, () => {});
  const frames = framesIn(decompressed);
  const first = await frames.next();
  if (first.done || first.value.kind !== 'head') throw new BackupError('This backup has no head.');
  // Written by framesOf and authenticated since.
  const head = JSON.parse(first.value.content.toString()) as ArchiveHead;
  if (head.format !== 1)
    throw new BackupError(
      `This backup has format ${head.format as number}: it was made by a newer version of EngageX.`,
    );
  return { head, sections: sectionsIn(frames) };
}

interface Frame {
  readonly kind: Kind;
  readonly content: Buffer;
}

async function* framesIn(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const bytes = bytesOf(stream);
  while (!(await bytes.isAtEnd())) {
    const head = await bytes.take(5);
    const kind = kindOf.get(head?.readUInt8() ?? 0);
    const length = head?.readUInt32BE(1) ?? 0;
    if (!kind || length > mostBytes)
      throw new BackupError('This backup cannot be read: a part of it has no known kind.');
    const content = await bytes.take(length);
    if (!content) throw new BackupError('This backup ends too early.');
    yield { kind, content };
  }
}

async function* sectionsIn(frames: AsyncGenerator<Frame>): AsyncGenerator<Section> {
  const hashes: string[] = [];
  for await (const { kind, content } of { [Symbol.asyncIterator]: () => withoutReturn(frames) }) {
    if (kind === 'end') {
      if (JSON.stringify(hashes) !== content.toString()) throw new BackupError('Parts of this backup are missing.');
      return;
    }
    if (kind !== 'section') throw new BackupError('This backup cannot be read: its parts are in a wrong order.');
    const section = sectionOf(JSON.parse(content.toString()) as SectionHead, frames); // as above
    yield section;
    hashes.push(section.summary().sha256);
  }
  throw new BackupError('This backup ends too early.');
}

/** A loop that ends early must not close what another one goes on reading. */
function withoutReturn<T>(generator: AsyncGenerator<T>): AsyncIterator<T> {
  return { next: () => generator.next() };
}

function sectionOf(head: SectionHead, frames: AsyncGenerator<Frame>): Section {
  let summary: SectionSummary | null = null;
  async function* content(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for (;;) {
      const next = await frames.next();
      if (next.done) throw new BackupError('This backup ends too early.');
      const { kind, content: piece } = next.value;
      if (kind === 'content') {
        hash.update(piece);
        yield piece;
        continue;
      }
      if (kind !== 'sectionEnd') throw new BackupError('This backup cannot be read: a section has no end.');
      const read = JSON.parse(piece.toString()) as SectionSummary; // as above
      if (read.sha256 !== hash.digest('hex'))
        throw new BackupError('This backup was damaged before it was encrypted: a checksum differs.');
      summary = read;
      return;
    }
  }
  return {
    head,
    content: content(),
    summary: () => {
      if (!summary) throw new Error('The section was not read to its end.');
      return summary;
    },
  };
}
