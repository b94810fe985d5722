import {
  type AttributeType,
  type AttributeValue,
  type ImportTarget,
  meansAcceptsMail,
  meansUnsubscribed,
  readAttribute,
  readCountry,
  readField,
  readLanguage,
  readPhone,
  readTimeZone,
} from '@engagex/domain/contacts';
import { problemWithAddress } from '@engagex/domain/shared';

/** A row of a file as a contact, or the reason why it is none. */
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
      readonly isUnsubscribed: boolean;
      readonly attributes: Record<string, AttributeValue>;
    }
  | { readonly reason: string };

/** The type of each attribute that a file may fill; text for one that is not named. */
export type AttributeTypes = ReadonlyMap<string, AttributeType>;

/** So much of a cell is repeated in the reason why it is not right. */
const longestQuote = 100;

/** Why a row is none; caught below, for a file has few of them and each check may be the one that fails. */
class Invalid extends Error {}

/** Makes a function that reads rows by a mapping. */
export function contactReader(
  mapping: readonly ImportTarget[],
  types: AttributeTypes = new Map(),
): (fields: readonly string[]) => ReadContact {
  const at = Object.fromEntries(mapping.map((target, index) => [target, index]));
  const cellOf = (fields: readonly string[], target: ImportTarget) => {
    const index = at[target];
    return index === undefined ? null : textOf(fields[index]);
  };
  const attributes = mapping.flatMap((target, index) => {
    if (!target.startsWith('attribute:')) return [];
    const name = target.slice('attribute:'.length);
    return [{ name, index, type: types.get(name) ?? ('text' as const) }];
  });
  const language = remembering(readLanguage);
  const timeZone = remembering(readTimeZone);
  const country = remembering(readCountry);
  const read = (fields: readonly string[]): ReadContact => {
    const email = cellOf(fields, 'email') ?? '';
    const problem = problemWithAddress(email);
    if (problem) throw new Invalid(problem);
    const [first, last] = splitName(cellOf(fields, 'fullName'));
    return {
      email,
      firstName: lineOf('firstName', cellOf(fields, 'firstName') ?? first),
      lastName: lineOf('lastName', cellOf(fields, 'lastName') ?? last),
      phone: valueOf(cellOf(fields, 'phone'), readPhone, 'is no phone number with its country, such as +41791234567'),
      language: valueOf(cellOf(fields, 'language'), language, 'is no language code such as de or pt-BR'),
      country: valueOf(cellOf(fields, 'country'), country, 'is no country. Write its code, such as CH'),
      timeZone: valueOf(cellOf(fields, 'timeZone'), timeZone, 'is no time zone such as Europe/Zurich'),
      externalId: lineOf('externalId', cellOf(fields, 'externalId')),
      isUnsubscribed: wishOf(cellOf(fields, 'unsubscribed'), cellOf(fields, 'acceptsMail')),
      attributes: attributesOf(fields, attributes),
    };
  };
  return (fields) => {
    try {
      return read(fields);
    } catch (error) {
      if (error instanceof Invalid) return { reason: error.message };
      throw error;
    }
  };
}

/** Without an apostrophe that a spreadsheet, Shopify or our own export put before what looks like a formula or number. */
function textOf(field: string | undefined): string | null {
  const text = field?.trim() ?? '';
  return (/^'[=+\-@\d]/.test(text) ? text.slice(1) : text) || null;
}

function splitName(name: string | null): readonly [string | null, string | null] {
  const space = name?.lastIndexOf(' ') ?? -1;
  return name === null || space === -1 ? [name, null] : [name.slice(0, space).trim(), name.slice(space + 1)];
}

/** The same bounds as at every other door. */
const lines = { firstName: 'first name', lastName: 'last name', externalId: 'external id' } as const;

function lineOf(field: keyof typeof lines, text: string | null): string | null {
  if (text === null) return null;
  const read = readField(field, text);
  if ('problem' in read) throw new Invalid(`The ${lines[field]} is not right: ${read.problem}`);
  return read.value;
}

function valueOf(text: string | null, read: (text: string) => string | null, fault: string): string | null {
  if (text === null) return null;
  const value = read(text);
  if (value === null) throw new Invalid(`"${text.slice(0, longestQuote)}" ${fault}.`);
  return value;
}

function wishOf(unsubscribed: string | null, accepts: string | null): boolean {
  const left = meansUnsubscribed(unsubscribed ?? '');
  if (left === null)
    throw new Invalid(`"${unsubscribed}" does not say whether this person unsubscribed. Write yes or no.`);
  const accepted = meansAcceptsMail(accepts ?? '');
  if (accepted === null)
    throw new Invalid(`"${accepts}" does not say whether this person accepts mail. Write yes or no.`);
  return left || !accepted;
}

function attributesOf(
  fields: readonly string[],
  attributes: readonly { readonly name: string; readonly index: number; readonly type: AttributeType }[],
): Record<string, AttributeValue> {
  const values: Record<string, AttributeValue> = {};
  for (const { name, index, type } of attributes) {
    const text = textOf(fields[index]);
    if (text === null) continue;
    const read = readAttribute(type, text);
    if ('problem' in read) throw new Invalid(`The value of ${name} is not right: ${read.problem}`);
    values[name] = read.value;
  }
  return values;
}

/** Few different values, many rows: asking `Intl` each time would take longer than all the rest. */
function remembering(read: (text: string) => string | null): (text: string) => string | null {
  const known = new Map<string, string | null>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = read(text);
    if (known.size < 1_000) known.set(text, value);
    return value;
  };
}
