import { contactHandle } from '@engagex/domain/contacts';

/** What a contact is called: the name, or what else they are recognized by. */
export function nameOfContact(
  contact: Parameters<typeof contactHandle>[0] & {
    readonly firstName: string | null;
    readonly lastName: string | null;
  },
): string {
  return [contact.firstName, contact.lastName].filter(Boolean).join(' ') || contactHandle(contact);
}
