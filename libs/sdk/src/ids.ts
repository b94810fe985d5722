let last = 0;
let count = 0;

/**
 * A UUID of version 7 (RFC 9562). Ids sort by when they were made, also within a millisecond and when the clock goes back,
 * which keeps a queue in order. It does without `crypto.randomUUID`, which pages on plain http do not have.
 */
export function newId(): string {
  const now = Date.now();
  if (now > last) [last, count] = [now, 0];
  else if (++count > 4095) [last, count] = [last + 1, 0];
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = ((random[0] ?? 0) & 63) | 128;
  let hex = `${last.toString(16).padStart(12, '0')}7${count.toString(16).padStart(3, '0')}`;
  for (const byte of random) hex += byte.toString(16).padStart(2, '0');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
