import type { Attributes } from '@engagex/domain/contacts';

/** What Liquid may read of a contact. */
export interface Person {
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly country: string | null;
  readonly attributes: Attributes;
}

/** Somebody whose every field is filled in. */
export const samplePerson: Person = {
  email: 'ada@example.com',
  first_name: 'Ada',
  last_name: 'Lovelace',
  phone: '+442079460000',
  language: 'en',
  country: 'GB',
  attributes: {},
};

const emptyPerson: Person = {
  email: 'a@example.com',
  first_name: null,
  last_name: null,
  phone: null,
  language: null,
  country: null,
  attributes: {},
};

const longName = 'N'.repeat(200);
const longText = 'W'.repeat(1_000);

/** People at the edges: nothing is known of one, and everything that a message names is long for the other. */
export function extremePeople(attributes: readonly string[]): readonly Person[] {
  const filled = Object.fromEntries(attributes.map((name) => [name, longText]));
  const longPerson = { ...samplePerson, first_name: longName, last_name: longName, attributes: filled };
  return [emptyPerson, longPerson];
}
