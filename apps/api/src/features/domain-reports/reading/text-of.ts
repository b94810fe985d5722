/**
 * The text of a document, whatever encoding it says or has: some receivers put names into UTF-8 documents that are not
 * UTF-8, and their numbers are as good as any.
 */
export function textOf(bytes: Buffer): string {
  const head = bytes.subarray(0, 200).toString('latin1');
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  const declared = /^[^<]*<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(head)?.[1] ?? 'utf-8';
  return decoded(bytes, declared) ?? new TextDecoder('windows-1252').decode(bytes);
}

function decoded(bytes: Buffer, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null; // an encoding nobody knows, or bytes that are not of it
  }
}
