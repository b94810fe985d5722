import { type AttributeDefinition, attributesRoutes, contactHandle } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';

/** The attributes in use, in their order; undefined until they are known. */
export function useAttributes(): readonly AttributeDefinition[] | undefined {
  const { data } = useQuery(routeQuery(attributesRoutes.list, {}));
  return data?.items.filter(({ deletedAt }) => deletedAt === null);
}

/** What a contact is called: the name, or what else they are recognized by. */
export function nameOfContact(
  contact: Parameters<typeof contactHandle>[0] & {
    readonly firstName: string | null;
    readonly lastName: string | null;
  },
): string {
  return [contact.firstName, contact.lastName].filter(Boolean).join(' ') || contactHandle(contact);
}
