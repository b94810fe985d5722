import {
  type AttributeType,
  type AttributeValue,
  type ImportTarget,
  meansUnsubscribed,
  readAttribute,
} from '@engagex/domain/contacts';
import { hasControlCharacter, problemWithAddress } from '@engagex/domain/shared';

/** A row of a file as a contact, or the reason why it is none. */
export type ReadContact =
  | {
      readonly email: string;
      readonly firstName: string | null;
      readonly lastName: string | null;
      readonly isUnsubscribed: boolean;
      readonly attributes: Record<string, AttributeValue>;
    }
  | { readonly reason: string };

const longestName = 100;
const prefix = 'attribute:';

/** The columns of a mapping that become attributes. */
export function attributesIn(mapping: readonly ImportTarget[]): { name: string; index: number }[] {
  return mapping.flatMap((target, index) =>
    target.startsWith(prefix) ? [{ name: target.slice(prefix.length), index }] : [],
  );
}

/** Makes a function that reads rows by a mapping, and attributes by their types: text for those not in `types`. */
export function contactReader(
  mapping: readonly ImportTarget[],
  types: ReadonlyMap<string, AttributeType>,
): (fields: readonly string[]) => ReadContact {
  const indexOf = (target: ImportTarget) => mapping.indexOf(target);
  const [email, firstName, lastName, unsubscribed] = [
    indexOf('email'),
    indexOf('firstName'),
    indexOf('lastName'),
    indexOf('unsubscribed'),
  ];
  const attributes = attributesIn(mapping).map((each) => ({ ...each, type: types.get(each.name) ?? 'text' }));
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
      attributes: {} as Record<string, AttributeValue>, // filled below
    };
    if (tooLong(contact.firstName, longestName) || tooLong(contact.lastName, longestName))
      return { reason: `A name is longer than ${longestName} characters.` };
    if (controls(contact.firstName) || controls(contact.lastName))
      return { reason: 'A name contains a line break or control character.' };
    for (const { name, index, type } of attributes) {
      const value = textOf(fields[index]);
      if (value === null) continue;
      const read = readAttribute(type, value);
      if ('problem' in read) return { reason: `${name}: ${read.problem}` };
      contact.attributes[name] = read.value;
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
