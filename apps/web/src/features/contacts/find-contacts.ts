import { contactHandle, contactsRoutes } from '@engagex/domain/contacts';
import type { Find } from '../../shared/feature.ts';
import { queryClient, routeQuery } from '../../shared/query.ts';

export const findContacts: Find = async (search, limit) => {
  const { items } = await queryClient.fetchQuery(routeQuery(contactsRoutes.list, { search, limit }));
  return items.map((contact) => ({
    id: contact.id,
    label: contactHandle(contact),
    detail: [contact.firstName, contact.lastName].filter(Boolean).join(' '),
    href: `/contacts/${contact.id}`,
  }));
};
