import { contactLimits, type ImportTarget, meansUnsubscribed, type Subscription } from '@engagex/domain/contacts';
import { hasControlCharacter, problemWithAddress } from '@engagex/domain/shared';

/** A row of a file as a contact, or the reason why it is none. */
export type ReadContact =
  | {
      readonly email: string;
      readonly firstName: string | null;
      readonly lastName: string | null;
      readonly subscription: Subscription;
      /** Only those with a value: an empty cell says nothing. */
      readonly attributes: Readonly<Record<string, string>>;
    }
  | { readonly reason: string };

interface Attribute {
  readonly name: string;
  readonly index: number;
}

const attributePrefix = 'attribute:';
const shownCharacters = 40;

/** Makes the function that reads the rows of a file whose columns mean this. */
export function contactReader(mapping: readonly ImportTarget[]): (fields: readonly string[]) => ReadContact {
  const column = {
    email: mapping.indexOf('email'),
    firstName: mapping.indexOf('firstName'),
    lastName: mapping.indexOf('lastName'),
    unsubscribed: mapping.indexOf('unsubscribed'),
  };
  const attributes: Attribute[] = mapping
    .map((target, index) => ({ name: target.slice(attributePrefix.length), index, target }))
    .filter(({ target }) => target.startsWith(attributePrefix));

  return (fields) => {
    const email = (fields[column.email] ?? '').trim();
    const firstName = textOf(fields[column.firstName]);
    const lastName = textOf(fields[column.lastName]);
    const wish = fields[column.unsubscribed] ?? '';
    const isUnsubscribed = meansUnsubscribed(wish);
    const values: Record<string, string> = {};
    for (const { name, index } of attributes) {
      const value = textOf(fields[index]);
      if (value !== null) values[name] = value;
    }
    const reason =
      problemWithAddress(email) ??
      problemWithName('first name', firstName) ??
      problemWithName('last name', lastName) ??
      (isUnsubscribed === null ? meaningless(wish) : null) ??
      problemWithValues(values);
    if (reason !== null) return { reason };
    return {
      email,
      firstName,
      lastName,
      subscription: isUnsubscribed ? 'unsubscribed' : 'subscribed',
      attributes: values,
    };
  };
}

function textOf(field: string | undefined): string | null {
  return field?.trim().normalize() || null;
}

function problemWithName(what: string, name: string | null): string | null {
  if (name === null) return null;
  if (name.length > contactLimits.nameCharacters) {
    return `The ${what} is longer than ${contactLimits.nameCharacters} characters.`;
  }
  return hasControlCharacter(name) ? `The ${what} contains a line break or another control character.` : null;
}

function meaningless(wish: string): string {
  const shown = wish.length > shownCharacters ? `${wish.slice(0, shownCharacters)}…` : wish;
  return `"${shown}" does not say whether this person unsubscribed. Write yes or no.`;
}

function problemWithValues(values: Readonly<Record<string, string>>): string | null {
  for (const name in values) {
    if ((values[name] ?? '').length > contactLimits.attributeCharacters) {
      return `The value of ${name} is longer than ${contactLimits.attributeCharacters.toLocaleString('en')} characters.`;
    }
  }
  return null;
}
