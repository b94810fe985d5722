import { createHash } from 'node:crypto';

const longestWords = 1_000;
const longestName = 200;

/** Words of a server as they are kept: bounded, and free of what no text in PostgreSQL can hold. */
export function wordsOf(...parts: readonly unknown[]): string {
  const words = parts.filter((part): part is string => typeof part === 'string' && part.trim() !== '');
  return storable(words.join(' ').slice(0, longestWords)).trim();
}

/** An address, or null. */
export function addressOf(value: unknown): string | null {
  return typeof value === 'string' && value.includes('@') ? storable(value.slice(0, 320)).trim() : null;
}

/** What an event is called; of one without a name, or with a very long one, a hash of all of it. */
export function sourceIdOf(name: unknown, event: unknown): string {
  const given = typeof name === 'number' ? String(name) : name;
  if (typeof given === 'string' && given !== '' && given.length <= longestName && storable(given) === given)
    return given;
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([name, event]))
    .digest('hex')}`;
}

/** Enhanced status code (RFC 3463) in a field of its own or at the beginning of an answer, such as `550 5.1.1 …`. */
export function statusIn(...texts: readonly unknown[]): string | null {
  for (const text of texts) {
    const found = typeof text === 'string' && /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text);
    if (found) return found[1] ?? null;
  }
  return null;
}

/** Reply code (RFC 5321), as a number or at the beginning of an answer. */
export function codeIn(...values: readonly unknown[]): number | null {
  for (const value of values) {
    const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
    const found = /^\s*(?:smtp;\s*)?([2-5]\d\d)(?![\d.])/i.exec(text);
    if (found) return Number(found[1]);
  }
  return null;
}

/** Seconds since 1970 or ISO 8601; what is neither, or is not of these times, happened when it was received. */
export function timeOf(value: unknown, received: Date): Date {
  const at = typeof value === 'number' ? new Date(value * 1_000) : new Date(typeof value === 'string' ? value : NaN);
  const ms = at.getTime();
  return Number.isNaN(ms) || ms < earliest || ms > received.getTime() ? received : at;
}

const earliest = Date.UTC(2020, 0, 1);

function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
