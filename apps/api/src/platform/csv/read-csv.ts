import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { type ImportEncoding, importLimits } from '@engagex/domain/contacts';
import { unguarded } from '@engagex/domain/shared';
import { type CsvRecord, CsvRecords } from './csv-records.ts';

/** How a file is to be read. */
export interface CsvFormat {
  readonly encoding: ImportEncoding;
  readonly delimiter: string;
}

export interface FileRow {
  /** Line in the file where the row begins, counted from 1. */
  readonly line: number;
  readonly fields: string[];
  /** How many there are; of a very wide row only the first are kept. */
  readonly width: number;
  /** Why these fields cannot be told apart or kept; nothing else is wrong with the file. */
  readonly problem: string | null;
  /** In a `blank` row nothing stands; a `hidden` one is not shown in its workbook. */
  readonly kind: 'shown' | 'hidden' | 'blank';
}

/**
 * Reads a CSV file (RFC 4180) without holding it in memory, some rows at a time, as they stand there: the header is one of
 * them. Nothing in a file makes it throw; bytes that are no character of its encoding become U+FFFD.
 */
export async function* readCsv(file: Readable, { encoding, delimiter }: CsvFormat): AsyncGenerator<FileRow[]> {
  const decode = decoderOf(encoding);
  const records = new CsvRecords(delimiter);
  const rowsOf = rowReader(delimiter);
  try {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      // a file is read as bytes
      const rows = rowsOf(records.add(decode(chunk)));
      if (rows.length > 0) yield rows;
    }
    yield rowsOf([...records.add(decode()), ...records.end()]);
  } finally {
    file.destroy();
  }
}

/** Decodes what comes in pieces; without one, what is left of the last. */
function decoderOf(encoding: ImportEncoding): (bytes?: Buffer) => string {
  if (encoding === 'utf-8') {
    const utf8 = new StringDecoder('utf8');
    return (bytes) => (bytes ? utf8.write(bytes) : utf8.end());
  }
  const decoder = textDecoder(encoding);
  return (bytes) => (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
}

/** Every byte is a character in windows-1252, so that being strict changes nothing; Node 20 reads it as ISO-8859-1 otherwise. */
export function textDecoder(encoding: ImportEncoding): InstanceType<typeof TextDecoder> {
  return new TextDecoder(encoding, { fatal: encoding === 'windows-1252' });
}

function rowReader(delimiter: string): (records: readonly CsvRecord[]) => FileRow[] {
  let isFirst = true;
  return (records) => {
    const [first] = records;
    const isNote = isFirst && first !== undefined && isSepNote(first.fields, delimiter);
    if (first) isFirst = false;
    return (isNote ? records.slice(1) : records).map(rowOf);
  };
}

/** Excel's own note on the delimiter. */
function isSepNote(fields: readonly string[], delimiter: string): boolean {
  const text = fields.join(delimiter).trim();
  return text === 'sep=' || text === `sep=${delimiter}`;
}

function rowOf({ line, fields, problem }: CsvRecord): FileRow {
  const width = fields.length;
  let isBlank = problem === null;
  let hasNul = false;
  for (let at = 0; at < width; at += 1) {
    const field = fields[at] ?? '';
    if (field === '') continue;
    if (isBlank && field.trim() !== '') isBlank = false;
    if (field.charCodeAt(0) === apostrophe) fields[at] = unguarded(field);
    if (field.includes('\0')) hasNul = true;
  }
  if (isBlank) return { line, fields, width, problem, kind: 'blank' };
  if (hasNul) fields.forEach((field, at) => (fields[at] = field.replaceAll('\0', '')));
  return { line, fields, width, problem: problem ?? (hasNul ? holdsNul : problemWith(fields)), kind: 'shown' };
}

const apostrophe = 39;
const holdsNul = 'It contains a NUL byte, so part of it may be lost.';

/** Why these fields cannot be kept. */
export function problemWith(fields: string[]): string | null {
  const long = fields.findIndex((field) => field.length > importLimits.fieldCharacters);
  if (long === -1) return null;
  fields.forEach((field, at) => (fields[at] = field.slice(0, 100)));
  return `Column ${long + 1} is longer than ${importLimits.fieldCharacters.toLocaleString('en')} characters.`;
}
