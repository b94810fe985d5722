import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactHandle, contactsRoutes } from '@engagex/domain/contacts';
import { withStandIns } from '@engagex/domain/shared';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { routeQuery } from '../shared/query.ts';
import { useCan } from '../shared/session.ts';
import { useSettled } from '../shared/settled.ts';

interface Found {
  readonly heading: string;
  readonly items: readonly {
    readonly id: string;
    readonly label: string;
    readonly detail: string;
    readonly href: string;
  }[];
}

const limit = 5;

/** Campaigns and contacts that match what is typed into the palette, as far as this role may see them. */
export function useFound(text: string): readonly Found[] {
  const canSeeCampaigns = useCan('campaigns:read');
  const canSeeContacts = useCan('contacts:read');
  const search = useSettled(text);
  const isSearching = search.length >= 2 && text.length >= 2;
  const campaigns = useQuery({
    ...routeQuery(campaignsRoutes.list, { archived: 'with', search, limit }),
    enabled: isSearching && canSeeCampaigns,
    placeholderData: keepPreviousData,
  });
  const contacts = useQuery({
    ...routeQuery(contactsRoutes.list, { search, limit }),
    enabled: isSearching && canSeeContacts,
    placeholderData: keepPreviousData,
  });
  if (!isSearching) return [];
  const found: Found[] = [
    {
      heading: 'Campaigns',
      items: (campaigns.data?.items ?? []).map(({ id, name, status }) => ({
        id,
        label: withStandIns(name),
        detail: status,
        href: `/campaigns/${id}`,
      })),
    },
    {
      heading: 'Contacts',
      items: (contacts.data?.items ?? []).map((contact) => ({
        id: contact.id,
        label: contactHandle(contact),
        detail: [contact.firstName, contact.lastName].filter(Boolean).join(' '),
        href: `/contacts/${contact.id}`,
      })),
    },
  ];
  return found.filter(({ items }) => items.length > 0);
}
