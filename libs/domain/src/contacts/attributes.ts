import { textIn } from './imports/plain-name.ts';

export const attributeTypes = ['text', 'number', 'boolean', 'date', 'timestamp', 'list'] as const;
export type AttributeType = (typeof attributeTypes)[number];

/**
 * As it is stored in `contacts.attributes`: a number, a boolean, a list of texts; a date is `YYYY-MM-DD`, a timestamp
 * ISO 8601 in UTC with milliseconds, both as text that sorts as time does.
 */
export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

export const attributeLimits = { characters: 1_000, items: 100, definitions: 100 } as const;

/** A value as its type stores it, or what is wrong with it. */
export type ReadAttribute = { readonly value: AttributeValue } | { readonly problem: string };

/** Reads what a form, a file or a program sent for an attribute of this type. Text is understood for every type. */
export function readAttribute(type: AttributeType, input: unknown): ReadAttribute {
  const text = typeof input === 'string' ? input.trim() : null;
  return readers[type](input, text);
}

type Reader = (input: unknown, text: string | null) => ReadAttribute;

const readers: Readonly<Record<AttributeType, Reader>> = {
  text: (input, text) => {
    const value = text ?? (typeof input === 'number' || typeof input === 'boolean' ? String(input) : null);
    return value === null ? wrong('Enter a value.') : bounded(value);
  },
  number: (input, text) => {
    const value = typeof input === 'number' ? input : text !== null && numeral.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(value) ? { value } : wrong('Enter a number such as 12.5.');
  },
  boolean: (input, text) => {
    if (typeof input === 'boolean') return { value: input };
    const value = booleans.get((text ?? '').toLowerCase());
    return value === undefined ? wrong('Enter yes or no.') : { value };
  },
  date: (_input, text) => {
    const value = (text ?? '').replace(midnight, '');
    return isDate(value) ? { value } : wrong('Enter a date such as 2026-03-31.');
  },
  timestamp: (_input, text) => {
    const value = text ?? '';
    const time = instant.test(value) && isDate(value.slice(0, 10)) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time)
      ? wrong('Enter a time with its zone, such as 2026-03-31T09:30:00Z.')
      : { value: new Date(time).toISOString() };
  },
  list: (input, text) => {
    const items = Array.isArray(input) ? input : text === null ? null : listIn(text);
    if (!items?.every((item) => typeof item === 'string')) return wrong('Enter values separated by semicolons.');
    const value = [...new Set(items.map((item) => item.trim()).filter(Boolean))];
    if (value.length > attributeLimits.items) return wrong(`Use at most ${attributeLimits.items} items.`);
    const tooLong = value.find((item) => item.length > attributeLimits.characters);
    return tooLong === undefined ? { value } : bounded(tooLong);
  },
};

/** A list as one text, for a cell: its items with semicolons between them, or as JSON when that would change them. */
export function textOfList(items: readonly string[]): string {
  const text = items.join(';');
  const read = listIn(text);
  const isSame = read.length === items.length && read.every((item, at) => item === items[at]);
  return items.length === 0 || (isSame && textIn(text) === text) ? text : JSON.stringify(items);
}

function listIn(text: string): readonly string[] {
  if (quotedItems.test(text)) return text.slice(1, -1).split(/",\s*"/);
  return arrayIn(text) ?? text.split(/[;|]/);
}

/** Tags as Mailchimp exports them: `"vip","fair"`. */
const quotedItems = /^"[^"]*"(?:,\s*"[^"]*")*$/;

/** A JSON array of texts; null for anything else, such as `[draft]; later`. */
function arrayIn(text: string): string[] | null {
  if (!text.startsWith('["') || !text.endsWith('"]')) return null;
  try {
    const array: unknown = JSON.parse(text);
    return Array.isArray(array) && array.every((item) => typeof item === 'string') ? array : null;
  } catch {
    return null;
  }
}

const numeral = /^[+-]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})(e[+-]?\d{1,3})?$/i;
const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i;
/** A day that a spreadsheet or database writes as its first moment. */
const midnight = /T00:00:00(\.0{1,9})?Z$/;
const booleans: ReadonlyMap<string, boolean> = new Map(
  Object.entries({
    yes: true,
    true: true,
    '1': true,
    no: false,
    false: false,
    '0': false,
  }),
);

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function bounded(value: string): ReadAttribute {
  if (value.length <= attributeLimits.characters) return { value };
  return wrong(`Use at most ${attributeLimits.characters.toLocaleString('en')} characters.`);
}

function wrong(problem: string): ReadAttribute {
  return { problem };
}
