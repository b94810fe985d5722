import { z } from 'zod';
import { id, searchText } from '../shared/index.ts';
import type { AttributeType } from './attributes.ts';
import { subscriptions } from './contact.ts';
import { standardFields } from './standard-fields.ts';

export const operators = [
  'is',
  'is_not',
  'contains',
  'lacks',
  'starts_with',
  'above',
  'below',
  'set',
  'unset',
] as const;
export type Operator = (typeof operators)[number];

/** What can be asked of a field or attribute of each type. */
export const operatorsOf: Readonly<Record<AttributeType, readonly Operator[]>> = {
  text: ['is', 'is_not', 'contains', 'starts_with', 'set', 'unset'],
  number: ['is', 'above', 'below', 'set', 'unset'],
  boolean: ['is', 'set', 'unset'],
  date: ['is', 'above', 'below', 'set', 'unset'],
  timestamp: ['above', 'below', 'set', 'unset'],
  list: ['contains', 'lacks', 'set', 'unset'],
};

/** Before the name of an attribute where fields are named. */
export const attributePrefix = 'attribute:';
const timeFields = ['createdAt', 'updatedAt'] as const;

/** A standard field, when a contact was added or changed, or `attribute:<name>`. */
export const contactField = z
  .string()
  .refine(
    (name) => typeOfField.has(name) || /^attribute:[a-z][a-z0-9_]{0,62}$/.test(name),
    'Name a field, or an attribute as attribute:<name>.',
  );

/** The types of what is no attribute. */
export const typeOfField: ReadonlyMap<string, AttributeType> = new Map([
  ...standardFields.map((name) => [name, 'text'] as const),
  ...timeFields.map((name) => [name, 'timestamp'] as const),
]);

/** The attribute a field names, or null when it is none. */
export function attributeOf(field: string): string | null {
  return field.startsWith(attributePrefix) ? field.slice(attributePrefix.length) : null;
}

export const condition = z.object({
  field: contactField,
  operator: z.enum(operators),
  /** Text for every type, as `readAttribute` reads it; not for `set` and `unset`. */
  value: z.string().max(1_000).optional(),
});
export type Condition = z.output<typeof condition>;

export const conditions = z.array(condition).max(20, 'Use at most 20 conditions.');

/** The same as JSON in an address. */
export const conditionsText = z
  .string()
  .max(16_000)
  .optional()
  .transform((text, context): Condition[] => {
    const read = conditions.safeParse(text ? jsonIn(text) : []);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // which is no list of conditions
  }
}

const common = {
  search: searchText,
  groupId: id.optional(),
  segmentId: id.optional(),
  subscription: z.enum(subscriptions).optional(),
};

/** Which contacts: all of it must hold. */
export const contactFilter = z.object({ ...common, conditions: conditions.default([]) });
export type ContactFilter = z.output<typeof contactFilter>;
/** The same in a query string. */
export const contactFilterQuery = z.object({ ...common, conditions: conditionsText });

/** What a list can be ordered by beside attributes. */
export const sortFields = ['createdAt', 'updatedAt', 'email', 'firstName', 'lastName'] as const;

/** A field, with a minus before it for the other way round. Contacts without a value come last either way. */
export const contactSort = z
  .string()
  .regex(
    /^-?(createdAt|updatedAt|email|firstName|lastName|attribute:[a-z][a-z0-9_]{0,62})$/,
    'Sort by createdAt, updatedAt, email, firstName, lastName or attribute:<name>.',
  )
  .default('-createdAt');
