import type { Readable } from 'node:stream';
import { inWords } from './in-words.ts';
import { isProtected } from './refusal.ts';

const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const compoundFile = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
/** The stream in which Office keeps a file that has a password ([MS-OFFCRYPTO], 2.3.2). */
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le');

/** Whether these are the first bytes of a zip archive, as an .xlsx is one. */
export function isZip(head: Buffer): boolean {
  return head.subarray(0, zip.length).equals(zip);
}

/** Throws `workbook.protected` for a workbook with a password, which is wrapped as Office files were before .xlsx. */
export async function assertNoPassword(head: Buffer, open: () => Promise<Readable>): Promise<void> {
  if (!head.subarray(0, compoundFile.length).equals(compoundFile)) return;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of await open()) {
    const bytes: Buffer = Buffer.concat([rest, chunk]);
    if (bytes.includes(encryptedStream)) throw inWords(isProtected());
    rest = bytes.subarray(-encryptedStream.length);
  }
}
