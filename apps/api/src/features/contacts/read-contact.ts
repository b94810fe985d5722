import type { ImportTarget } from '@engagex/domain/contacts';
import { meansUnsubscribed } from '@engagex/domain/contacts';
import { hasControlCharacter, problemWithAddress } from '@engagex/domain/shared';

/** A row of a file as a contact, or the reason why it is none. */
export type ReadContact =
  | {
      readonly email: string;
      readonly firstName: string | null;
      readonly lastName: string | null;
      readonly isUnsubscribed: boolean;
      readonly attributes: Record<string, string>;
    }
  | { readonly reason: string };

const longestName = 100;
const longestAttribute = 1_000;

/** Makes a function that reads rows by a mapping. */
export function contactReader(mapping: readonly ImportTarget[]): (fields: readonly string[]) => ReadContact {
  const indexOf = (target: ImportTarget) => mapping.indexOf(target);
  const [email, firstName, lastName, unsubscribed] = [
    indexOf('email'),
    indexOf('firstName'),
    indexOf('lastName'),
    indexOf('unsubscribed'),
  ];
  const attributes = mapping.flatMap((target, index) =>
    target.startsWith('attribute:') ? [{ name: target.slice('attribute:'.length), index }] : [],
  );
  return (fields) => {
    const address = (fields[email] ?? '').trim();
    const problem = problemWithAddress(address);
    if (problem) return { reason: problem };
    const wish = meansUnsubscribed(fields[unsubscribed] ?? '');
    if (wish === null)
      return { reason: `"${fields[unsubscribed]}" does not say whether this person unsubscribed. Write yes or no.` };
    const contact = {
      email: address,
      firstName: textOf(fields[firstName]),
      lastName: textOf(fields[lastName]),
      isUnsubscribed: wish,
      attributes: {} as Record<string, string>, // filled below
    };
    if (tooLong(contact.firstName, longestName) || tooLong(contact.lastName, longestName))
      return { reason: `A name is longer than ${longestName} characters.` };
    if (controls(contact.firstName) || controls(contact.lastName))
      return { reason: 'A name contains a line break or control character.' };
    for (const { name, index } of attributes) {
      const value = textOf(fields[index]);
      if (value === null) continue;
      if (value.length > longestAttribute)
        return { reason: `The value of ${name} is longer than ${longestAttribute.toLocaleString('en')} characters.` };
      contact.attributes[name] = value;
    }
    return contact;
  };
}

function textOf(field: string | undefined): string | null {
  return field?.trim() || null;
}

function tooLong(text: string | null, max: number): boolean {
  return text !== null && text.length > max;
}

function controls(text: string | null): boolean {
  return text !== null && hasControlCharacter(text);
}
