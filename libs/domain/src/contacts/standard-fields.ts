import { hasControlCharacter, isCountry, isTimeZone, problemWithAddress, spelledAddress } from '../shared/index.ts';
import { readPhone } from './import-values.ts';
import { readLanguage } from './imports/read-language.ts';

/** What every contact can have beside its attributes, all of it text; the names as the API and the class call them. */
export const standardFields = [
  'email',
  'firstName',
  'lastName',
  'phone',
  'language',
  'timeZone',
  'country',
  'externalId',
] as const;
export type StandardField = (typeof standardFields)[number];

/** A value as it is stored, null for none, or what is wrong with it. */
export type ReadField = { readonly value: string | null } | { readonly problem: string };

const longestName = 100;
const longestExternalId = 200;

/** Reads what a form, a file or a program sent for a field: space around it is ignored, and an empty text means no value. */
export function readField(field: StandardField, input: string): ReadField {
  const text = input.trim();
  return text === '' ? { value: null } : readers[field](text);
}

const readers: Readonly<Record<StandardField, (text: string) => ReadField>> = {
  email: (text) => {
    const value = spelledAddress(text);
    const problem = problemWithAddress(value);
    return problem === null ? { value } : { problem };
  },
  firstName: (text) => line(text, longestName),
  lastName: (text) => line(text, longestName),
  phone: (text) => {
    const value = readPhone(text);
    return value === null
      ? { problem: 'Enter the number with a plus and the country code, such as +41 44 668 18 00.' }
      : { value };
  },
  language: (text) => {
    const value = readLanguage(text);
    return value === null ? { problem: 'Enter a language code such as de or pt-BR.' } : { value };
  },
  timeZone: (text) =>
    isTimeZone(text) ? { value: text } : { problem: 'Choose a time zone by its name, such as Europe/Berlin.' },
  /** ISO 3166-1 alpha-2; only files may say the country's name instead. */
  country: (text) => {
    const value = text.toUpperCase();
    return isCountry(value) ? { value } : { problem: 'Enter a country code of two letters, such as CH.' };
  },
  externalId: (text) => line(text, longestExternalId),
};

function line(text: string, max: number): ReadField {
  if (text.length > max) return { problem: `Use at most ${max} characters.` };
  if (hasControlCharacter(text)) return { problem: 'Remove line breaks and other control characters.' };
  return { value: text };
}

/** What people recognize a contact by, when there is no name: never empty, since one of them is always there. */
export function contactHandle(contact: {
  readonly email: string | null;
  readonly phone: string | null;
  readonly externalId: string | null;
}): string {
  return contact.email ?? contact.phone ?? contact.externalId ?? '';
}
