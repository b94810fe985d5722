import type { ReadContact } from './read-contact.ts';

/** One row for `copyRows` in COPY's text format; the row as it was in the file comes last. */
export function copyLine(line: number, contact: ReadContact, fields: readonly string[]): string {
  const original = escaped(JSON.stringify(fields));
  if ('reason' in contact) return `${line}\t\\N\t\\N\t\\N\t\\N\t\\N\t${escaped(contact.reason)}\t${original}\n`;
  // A valid address holds nothing that COPY would take for its own.
  const { email, firstName, lastName, subscription, attributes } = contact;
  const values = `${email}\t${orNull(firstName)}\t${orNull(lastName)}\t${subscription}\t${escaped(JSON.stringify(attributes))}`;
  return `${line}\t${values}\t\\N\t${original}\n`;
}

function orNull(text: string | null): string {
  return text === null ? '\\N' : escaped(text);
}

const special = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(text: string): string {
  return text.replace(special, (character) => escapes[character] ?? character);
}
