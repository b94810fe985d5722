import { Gunzip, Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { reportLimits as limits } from '@engagex/domain/domain-reports';
import { DomainError } from '@engagex/domain/shared';
import {
  damagedArchive,
  empty,
  emptyArchive,
  encryptedArchive,
  fileTooLarge,
  nestedArchive,
  tooManyEntries,
  unpacksTooFar,
} from './report-refusals.ts';

const pieceBytes = 16 * 1024;
/** From here on the ratio counts: a short report of many equal rows is packed very well. */
const ratioCountsFrom = 1024 * 1024;

/** The documents in a file: itself, what gzip packed, or the files of a zip archive. What unpacks too far is never held. */
export function unpack(file: Uint8Array, unpackedBytes: number = limits.unpackedBytes): readonly Buffer[] {
  if (file.length === 0) throw empty();
  if (file.length > limits.fileBytes) throw fileTooLarge();
  const documents = documentsIn(file, unpackedBytes);
  if (documents.length === 0) throw emptyArchive();
  if (kindOf(file) !== null && documents.some((document) => kindOf(document) !== null)) throw nestedArchive();
  return documents;
}

function documentsIn(file: Uint8Array, unpackedBytes: number): readonly Buffer[] {
  const kind = kindOf(file);
  if (kind === null) return [Buffer.from(file)];
  const allowance = new Allowance(file.length, unpackedBytes);
  try {
    return kind === 'gzip' ? [gunzipped(file, allowance)] : unzipped(file, allowance);
  } catch (error) {
    throw error instanceof DomainError ? error : damagedArchive();
  }
}

function kindOf(bytes: Uint8Array): 'gzip' | 'zip' | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && [3, 5, 7].includes(bytes[2] ?? 0);
  return isZip ? 'zip' : null;
}

/** Counts what comes out and ends it at one byte too many. */
class Allowance {
  #unpacked = 0;
  readonly #most: number;

  constructor(packedBytes: number, unpackedBytes: number) {
    this.#most = Math.min(unpackedBytes, Math.max(ratioCountsFrom, packedBytes * limits.ratio));
  }

  take(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > this.#most) throw unpacksTooFar();
  }
}

function gunzipped(file: Uint8Array, allowance: Allowance): Buffer {
  const chunks: Uint8Array[] = [];
  const gunzip = new Gunzip((chunk) => {
    allowance.take(chunk.length);
    chunks.push(chunk);
  });
  inPieces(file, (piece, isLast) => gunzip.push(piece, isLast));
  return Buffer.concat(chunks);
}

function unzipped(file: Uint8Array, allowance: Allowance): readonly Buffer[] {
  const documents: Uint8Array[][] = [];
  let entries = 0;
  let open = 0;
  const unzip = new Unzip((entry) => {
    entries += 1;
    if (entries > limits.entries) throw tooManyEntries();
    if (isLeftOut(entry.name)) return;
    const chunks: Uint8Array[] = [];
    documents.push(chunks);
    open += 1;
    entry.ondata = (error, chunk, isLast) => {
      if (error) throw error;
      allowance.take(chunk.length);
      chunks.push(chunk);
      if (isLast) open -= 1;
    };
    start(entry);
  });
  unzip.register(UnzipInflate);
  if (isEncrypted(file)) throw encryptedArchive();
  inPieces(file, (piece, isLast) => unzip.push(piece, isLast));
  if (open > 0) throw damagedArchive();
  return documents.map((chunks) => Buffer.concat(chunks));
}

/** Other ways of packing than deflate and none are not known, and were never seen in reports. */
function start(entry: UnzipFile): void {
  try {
    entry.start();
  } catch {
    throw damagedArchive();
  }
}

/** Folders, and what macOS adds to archives. */
function isLeftOut(name: string): boolean {
  return name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)\.[^/]*$/.test(name);
}

/** APPNOTE.TXT, 4.4.4: the first bit of the flags. */
function isEncrypted(file: Uint8Array): boolean {
  return ((file[6] ?? 0) & 1) === 1;
}

function inPieces(file: Uint8Array, push: (piece: Uint8Array, isLast: boolean) => void): void {
  for (let at = 0; at < file.length; at += pieceBytes)
    push(file.subarray(at, at + pieceBytes), at + pieceBytes >= file.length);
}
