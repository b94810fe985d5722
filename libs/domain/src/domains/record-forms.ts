import type { NeededRecord } from './records-to-publish.ts';

const mostBytesInString = 255; // RFC 1035, 3.3

/** A text in strings of at most 255 bytes; resolvers join them without anything between (RFC 7208, 3.3; RFC 6376, 3.6.2.2). */
export function inStrings(text: string): string[] {
  const strings: string[] = [];
  let current = '';
  let bytes = 0;
  for (const character of text) {
    const size = new TextEncoder().encode(character).length;
    if (bytes + size > mostBytesInString) {
      strings.push(current);
      [current, bytes] = ['', 0];
    }
    current += character;
    bytes += size;
  }
  return [...strings, current];
}

/** The name without the domain or zone at its end; `@` for that itself. */
export function relativeTo(name: string, origin: string): string {
  if (name === origin) return '@';
  return name.endsWith(`.${origin}`) ? name.slice(0, -origin.length - 1) : name;
}

/** A line of a zone file (RFC 1035, 5), with absolute names. */
export function zoneLineOf({ type, name, value, priority }: NeededRecord, ttl = 3_600): string {
  return `${name}. ${ttl} IN ${type} ${dataOf(type, value, priority)}`;
}

/** All records as a zone file, to be imported or pasted. */
export function zoneFileOf(domain: string, records: readonly NeededRecord[]): string {
  return `; DNS records for sending mail from ${domain}\n${records.map((record) => zoneLineOf(record)).join('\n')}\n`;
}

function dataOf(type: NeededRecord['type'], value: string, priority: number | null): string {
  if (type === 'CNAME') return `${value}.`;
  if (type === 'MX') return `${priority ?? 0} ${value}.`;
  return inStrings(value)
    .map((string) => `"${string.replaceAll(/["\\]/g, String.raw`\$&`)}"`)
    .join(' ');
}
