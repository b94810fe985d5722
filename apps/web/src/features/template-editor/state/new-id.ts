const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id for a section, column or block: no two of one document will ever be the same. */
export function newId(): string {
  // Not randomUUID, which browsers have only on pages that were loaded through HTTPS.
  return Array.from(crypto.getRandomValues(new Uint8Array(14)), (byte) => letters[byte % letters.length]).join('');
}
