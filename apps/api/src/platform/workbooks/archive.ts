import { fstatSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { workbookLimits as limits } from './limits.ts';
import { damaged, isProtected, tooLarge, WorkbookRefusal } from './refusal.ts';

/** The files inside an .xlsx, which is a zip archive; none is unpacked before all that is said about them is within the limits. */
export interface Archive {
  has(name: string): boolean;
  /** The bytes of one file; throws when they are not what the directory says of them. */
  part(name: string): AsyncGenerator<Buffer>;
}

/** Reads the directory at the end of the archive and nothing else. */
export async function openArchive(fd: number): Promise<Archive> {
  try {
    const zip = await fromFdPromise(fd, { autoClose: false });
    const entries = await inspected(zip, fstatSync(fd).size);
    return { has: (name) => entries.has(name), part: (name) => bytesOf(zip, entries.get(name)) };
  } catch (error) {
    throw translated(error);
  }
}

async function inspected(zip: ZipFile, fileBytes: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries)
    throw tooLarge(`The file contains ${zip.entryCount.toLocaleString('en')} parts, more than any workbook has.`);
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  let directory = 0;
  for await (const entry of zip.eachEntry()) {
    directory += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (directory > limits.directoryBytes) throw tooLarge('The table of contents of this file is too long.');
    if (entry.isEncrypted()) throw isProtected();
    if (entries.has(entry.fileName)) throw damaged('The file contains the same part twice.');
    unpacked += entry.uncompressedSize;
    assertUnpacks(unpacked, fileBytes);
    entries.set(entry.fileName, entry);
  }
  return entries;
}

function assertUnpacks(unpacked: number, fileBytes: number): void {
  const isTight = unpacked > limits.ratioCountsFrom && unpacked > fileBytes * limits.ratio;
  if (unpacked > limits.unpackedBytes || isTight) {
    const most = Math.round(limits.unpackedBytes / 1024 / 1024).toLocaleString('en');
    throw tooLarge(
      isTight
        ? `The file unpacks to more than ${limits.ratio} times its size, far more than a list of people would.`
        : `The file unpacks to more than ${most} MB.`,
    );
  }
}

/** The directory's word is not taken for it: yauzl counts the bytes as they are unpacked, and stops at one too many. */
async function* bytesOf(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Buffer> {
  if (!entry) throw damaged('A part of the workbook is missing.');
  try {
    let sum = 0;
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const bytes: Buffer = chunk;
      sum = crc32(bytes, sum);
      yield bytes;
    }
    if (sum !== entry.crc32) throw damaged('The file was damaged in transit.');
  } catch (error) {
    throw translated(error);
  }
}

/** yauzl and zlib throw plain errors; whatever they say, the archive is not what it should be. */
function translated(error: unknown): unknown {
  if (error instanceof WorkbookRefusal || !(error instanceof Error)) return error;
  return damaged('The file is incomplete or damaged.');
}
