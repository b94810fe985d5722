import {
  type AttributeDefinition,
  handleRequired,
  readAttribute,
  readField,
  type standardFields,
} from '@engagex/domain/contacts';
import { z } from 'zod';

type Fields = Record<(typeof standardFields)[number], string>;

/** A contact as its form holds it: everything is text, '' is no value; a list has its items with semicolons. */
export type ContactValues = Fields & { readonly attributes: Readonly<Record<string, string>> };

const text = z.string();
const shape = {
  email: text,
  firstName: text,
  lastName: text,
  phone: text,
  language: text,
  timeZone: text,
  country: text,
  externalId: text,
} satisfies Record<keyof Fields, typeof text>;

/** Checks a form as the API will, by these definitions. */
export function contactValues(definitions: readonly AttributeDefinition[]) {
  return z
    .object({ ...shape, attributes: z.record(z.string(), text) })
    .superRefine(({ attributes, ...fields }, context) => {
      const problem = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
      for (const name of fieldNames) {
        const read = readField(name, fields[name]);
        if ('problem' in read) problem([name], read.problem);
      }
      if (![fields.email, fields.phone, fields.externalId].some((handle) => handle.trim()))
        problem(['email'], handleRequired);
      for (const { name, type } of definitions) {
        const value = attributes[name]?.trim();
        const read = value ? readAttribute(type, value) : null;
        if (read && 'problem' in read) problem(['attributes', name], read.problem);
      }
    });
}

const fieldNames = [
  'email',
  'firstName',
  'lastName',
  'phone',
  'language',
  'timeZone',
  'country',
  'externalId',
] as const satisfies readonly (keyof Fields)[];

/** What a form holds, as the API takes it: attributes that are empty are unset. */
export function toInput({ attributes, ...fields }: ContactValues, definitions: readonly AttributeDefinition[]) {
  return {
    ...fields,
    attributes: Object.fromEntries(definitions.map(({ name }) => [name, attributes[name]?.trim() || null])),
  };
}
