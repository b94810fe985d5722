import type { Column, Question, RowReader, Statement } from '@engagex/tenancy';
import type { z } from 'zod';
import { instantOf } from '../iso-instant.ts';

/** An answer that is written already: of fields that its contract declares, and no others. */
export class Json {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A row as JSON, and the columns that say where a page ended, as texts. */
export type JsonRow<Place> = Readonly<Place & { json: string }>;

/**
 * Asks for the items of a list as JSON, written straight from what PostgreSQL sends: no dates are parsed and no objects
 * made on the way. What a contract's schema would find out for every row is found out once per statement: a declared
 * field that has no column throws, and so does a null where none may be; a column that is not declared stays here.
 */
export function jsonRows<Place extends Readonly<Record<string, string | null>>>(
  item: z.ZodObject,
  places: readonly (keyof Place & string)[],
  statement: Omit<Statement, 'reader'>,
): Question<JsonRow<Place>[]> {
  return {
    statement: { ...statement, reader: readerFor(item, places) },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by the reader below; the caller names its columns
    answerIn: (rows) => rows as unknown as JsonRow<Place>[],
  };
}

export function jsonPage({
  items,
  nextCursor,
}: {
  items: readonly { json: string }[];
  nextCursor: string | null;
}): Json {
  return new Json(`{"items":[${items.map(({ json }) => json).join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`);
}

/** Each list's own, so that it looks at the columns of a kept statement only once. */
const readers = new WeakMap<z.ZodObject, Map<string, RowReader>>();

function readerFor(item: z.ZodObject, places: readonly string[]): RowReader {
  const known = readers.get(item) ?? new Map<string, RowReader>();
  readers.set(item, known);
  const reader = known.get(places.join()) ?? makeReader(item, places);
  known.set(places.join(), reader);
  return reader;
}

function makeReader(item: z.ZodObject, places: readonly string[]): RowReader {
  return (columns) => {
    const fields = Object.entries(item.shape).map(([name, schema], index) => ({
      before: `${index === 0 ? '' : ','}${JSON.stringify(name)}:`,
      at: placeOf(name, columns),
      write: writerFor(name, schema, columns),
    }));
    const kept = places.map((name) => ({ name, at: placeOf(name, columns) }));
    return (texts) => {
      let json = '{';
      for (const { before, at, write } of fields) json += before + write(texts[at] ?? null);
      const row: Record<string, string | null> = { json: `${json}}` };
      for (const { name, at } of kept) row[name] = texts[at] ?? null;
      return row;
    };
  };
}

function placeOf(name: string, columns: readonly Column[]): number {
  const at = columns.findIndex((column) => column.name === name);
  if (at === -1) throw new Error(`The statement has no column "${name}".`);
  return at;
}

type Write = (text: string | null) => string;

function writerFor(name: string, schema: z.core.$ZodType, columns: readonly Column[]): Write {
  const { type, parse } = columns[placeOf(name, columns)]!;
  const whatever = schema as z.ZodType; // what every schema of the contracts is
  const mayBeNull = whatever.safeParse(null).success;
  const write =
    type === types.jsonb && takesAnyJson(schema)
      ? asItIs
      : (writers.get(type) ?? ((text: string) => JSON.stringify(whatever.parse(parse(text)))));
  return (text) => {
    if (text !== null) return write(text);
    if (!mayBeNull) throw new Error(`"${name}" is null.`);
    return 'null';
  };
}

const types = { bool: 16, int8: 20, int2: 21, int4: 23, text: 25, timestamptz: 1184, uuid: 2950, jsonb: 3802 } as const;

const asItIs = (text: string) => text;
const writers: ReadonlyMap<number, (text: string) => string> = new Map([
  [types.bool, (text) => (text === 't' ? 'true' : 'false')],
  [types.int8, asItIs],
  [types.int2, asItIs],
  [types.int4, asItIs],
  [types.text, (text) => JSON.stringify(text)],
  [types.timestamptz, (text) => `"${instantOf(text)}"`],
  [types.uuid, (text) => `"${text}"`],
]);

/** Whether its objects may have any fields at all, so that there is none to leave out. */
function takesAnyJson(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod; // it is one of these
  if (def.type === 'record') return takesAnyJson(def.valueType);
  if (def.type === 'array') return takesAnyJson(def.element);
  if (def.type === 'union') return def.options.every(takesAnyJson);
  if (def.type === 'nullable') return takesAnyJson(def.innerType);
  return def.type === 'string' || def.type === 'number' || def.type === 'boolean';
}
