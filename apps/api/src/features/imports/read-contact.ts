import {
  attributeReader,
  type AttributeType,
  type AttributeValue,
  completePhone,
  type FileStyle,
  type ImportReading,
  type ImportTarget,
  isMailField,
  isPlaceholder,
  type MailField,
  type MailMeaning,
  type MailStatus,
  meaningIn,
  anyText,
  readCountry,
  readField,
  readLanguage,
  readTimeZone,
  severest,
  standsForNothing,
  textIn,
  valueKey,
} from '@engagex/domain/contacts';
import { addressIn, hasUnusualDots, isPlainAddress, problemWithAddress } from '@engagex/domain/shared';

/** A cell that was not taken as it is. */
export interface CellNote {
  /** Counted from 0. */
  readonly column: number;
  readonly kind: 'left_out' | 'corrected' | 'unusual';
  readonly value: string;
  readonly reason: string;
}

/** A row of a file as a contact, or the reason why it is none: only a missing or unusable address is one. */
export type ReadContact =
  | {
      readonly email: string;
      readonly firstName: string | null;
      readonly lastName: string | null;
      readonly phone: string | null;
      readonly language: string | null;
      readonly country: string | null;
      readonly timeZone: string | null;
      readonly externalId: string | null;
      /** Why this person gets no mail; null when nothing in the row says so. */
      readonly status: MailStatus | null;
      readonly attributes: Record<string, AttributeValue>;
      readonly notes: readonly CellNote[];
    }
  | { readonly reason: string };

/** How the cells of a file are to be read. */
export interface CellFormat {
  readonly columns: readonly string[];
  readonly mapping: readonly ImportTarget[];
  readonly reading: ImportReading;
  /** The type of each attribute that the file may fill; text for one that is not named. */
  readonly types: ReadonlyMap<string, AttributeType>;
}

/** So much of a cell is kept with the reason why it was left out. */
const longestValue = 200;
const nobody: readonly CellNote[] = [];
const plainFields = ['firstName', 'lastName', 'language', 'country', 'timeZone', 'externalId'] as const;
type PlainField = (typeof plainFields)[number];
type PlainValues = { -readonly [Field in PlainField]: string | null };

type Read<Value> = { readonly value: Value } | { readonly problem: string };

/** A column of one field, and how its cells are read. */
interface PlainColumn {
  readonly field: PlainField;
  readonly column: number;
  readonly read: (cell: string) => Read<string | null>;
}

/** Makes a function that reads the rows of a file. */
export function contactReader(format: CellFormat): (fields: readonly string[]) => ReadContact {
  const { mapping, reading } = format;
  const email = mapping.indexOf('email');
  const fullName = mapping.indexOf('fullName');
  const phone = mapping.indexOf('phone');
  const fields = plainFields.flatMap((field): PlainColumn[] => {
    const column = mapping.indexOf(field);
    return column === -1 ? [] : [{ field, column, read: readerOf(field) }];
  });
  const attributes = attributeColumns(format);
  const statusOf = statusReader(format);
  return (cells) => {
    let notes: CellNote[] | null = null;
    const note = (column: number, kind: CellNote['kind'], value: string, reason: string) => {
      (notes ??= []).push({ column, kind, value: value.slice(0, longestValue), reason });
    };
    const written = cells[email]?.trim() ?? '';
    let address = written;
    if (!isPlainAddress(written)) {
      const found = addressIn(textOf(written) ?? '');
      ({ address } = found);
      const problem = problemWithAddress(address);
      if (problem) return { reason: problem };
      if (found.other !== null) note(email, 'left_out', found.other, 'is a second address in the cell');
      else if (address !== written) note(email, 'corrected', written, `was read as ${address}`);
      if (hasUnusualDots(address)) note(email, 'unusual', address, 'has dots where addresses rarely have them');
    }
    const values: PlainValues = {
      firstName: null,
      lastName: null,
      language: null,
      country: null,
      timeZone: null,
      externalId: null,
    };
    for (const { field, column, read } of fields) {
      const text = textOf(cells[column]);
      if (text === null) continue;
      const got = read(text);
      if ('problem' in got) note(column, 'left_out', text, got.problem);
      else values[field] = got.value;
    }
    if (fullName !== -1)
      readFullName(cells[fullName], values, (value, reason) => note(fullName, 'left_out', value, reason));
    let number: string | null = null;
    const dialled = phone === -1 ? null : textOf(cells[phone]);
    if (dialled !== null) {
      number = completePhone(dialled, values.country ?? reading.phoneCountry);
      if (number === null) note(phone, 'left_out', dialled, problemWithPhone(dialled));
    }
    const attributeValues: Record<string, AttributeValue> = {};
    for (const { name, column, read } of attributes) {
      const text = textOf(cells[column]);
      if (text === null) continue;
      const got = read(text);
      if ('problem' in got) note(column, 'left_out', text, got.problem);
      else attributeValues[name] = got.value;
    }
    return {
      email: address,
      ...values,
      phone: number,
      status: statusOf(cells),
      attributes: attributeValues,
      notes: notes ?? nobody,
    };
  };
}

function textOf(field: string | undefined): string | null {
  return field?.trim() || null;
}

function readFullName(
  cell: string | undefined,
  values: PlainValues,
  leaveOut: (value: string, reason: string) => void,
): void {
  const name = textOf(cell);
  if (name === null) return;
  const space = name.lastIndexOf(' ');
  const [first, last] = space === -1 ? [name, null] : [name.slice(0, space).trim(), name.slice(space + 1)];
  for (const [field, text] of [
    ['firstName', first],
    ['lastName', last],
  ] as const) {
    if (text === null || values[field] !== null) continue;
    const read = readLine(field, text);
    if ('problem' in read) leaveOut(text, read.problem);
    else values[field] = read.value;
  }
}

/** The same bounds as at every other door. */
function readLine(field: 'firstName' | 'lastName' | 'externalId', text: string): Read<string | null> {
  const said = textIn(text);
  if (said === null) return { problem: standsForNothing };
  const read = readField(field, said);
  return 'problem' in read ? { problem: `is not valid. ${read.problem}` } : read;
}

function readerOf(field: PlainField): PlainColumn['read'] {
  switch (field) {
    case 'firstName':
    case 'lastName':
    case 'externalId':
      return (text) => readLine(field, text);
    case 'language':
      return remembering((text) => known(text, readLanguage, 'is not a language such as de or German'));
    case 'country':
      return remembering((text) => known(text, readCountry, 'is not a country such as CH or Switzerland'));
    case 'timeZone':
      return remembering((text) => known(text, readTimeZone, 'is not a time zone such as Europe/Zurich'));
  }
}

function known(text: string, read: (text: string) => string | null, problem: string): Read<string> {
  if (isPlaceholder(text)) return { problem: standsForNothing };
  const value = read(text);
  return value === null ? { problem } : { value };
}

function problemWithPhone(text: string): string {
  if (isPlaceholder(text)) return standsForNothing;
  return 'is not a phone number with a country code, such as +41 79 123 45 67';
}

/** Few different values, many rows: reading each again would take longer than all the rest. */
function remembering<Value>(read: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = read(text);
    if (known.size < 1_000) known.set(text, value);
    return value;
  };
}

interface AttributeColumn {
  readonly name: string;
  readonly column: number;
  readonly read: (cell: string) => Read<AttributeValue>;
}

function attributeColumns({ mapping, reading, types }: CellFormat): AttributeColumn[] {
  const style: FileStyle = reading;
  return mapping.flatMap((target, column) => {
    if (!target.startsWith('attribute:')) return [];
    const name = target.slice('attribute:'.length);
    return [{ name, column, read: remembering(attributeReader(types.get(name) ?? 'text', style)) }];
  });
}

/** What a row says about mail: the severest of what its columns say. A value that nobody explained is no consent. */
function statusReader(format: CellFormat): (cells: readonly string[]) => MailStatus | null {
  const columns = format.mapping.flatMap((field, column) =>
    isMailField(field)
      ? [{ column, mean: remembering((cell: string) => meaningOfCell(format, { column, field, cell })) }]
      : [],
  );
  const { everyone } = format.reading;
  const start = everyone === null ? null : severest(null, everyone);
  return (cells) => {
    let status = start;
    for (const { column, mean } of columns) status = severest(status, mean(cells[column] ?? ''));
    return status;
  };
}

interface MailCell {
  readonly column: number;
  readonly field: MailField;
  readonly cell: string;
}

function meaningOfCell(format: CellFormat, { column, field, cell }: MailCell): MailMeaning {
  const meaning = (value: string) => meaningIn(format, { column, field, value });
  return meaning(valueKey(textOf(cell) ?? '')) ?? meaning(anyText) ?? 'unsubscribed';
}
