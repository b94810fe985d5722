import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactHandle, contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { segmentsRoutes } from '@engagex/domain/segments';
import { withStandIns } from '@engagex/domain/shared';
import { templatesRoutes } from '@engagex/domain/templates';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { mentions } from '../shared/mentions.ts';
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

/** Campaigns, templates, segments, groups and contacts that match what is typed into the palette, as far as this role may see them. */
export function useFound(text: string): readonly Found[] {
  const canSeeCampaigns = useCan('campaigns:read');
  const canSeeContacts = useCan('contacts:read');
  const canSeeTemplates = useCan('templates:read');
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
  const templates = useQuery({
    ...routeQuery(templatesRoutes.list, { search, limit }),
    enabled: isSearching && canSeeTemplates,
    placeholderData: keepPreviousData,
  });
  // All of them are one answer, which is asked once and searched here.
  const segments = useQuery({ ...routeQuery(segmentsRoutes.list, {}), enabled: isSearching && canSeeContacts });
  const groups = useQuery({ ...routeQuery(groupsRoutes.list, {}), enabled: isSearching && canSeeContacts });
  if (!isSearching) return [];
  const named = (of: readonly { readonly id: string; readonly name: string }[] | undefined) =>
    (of ?? []).filter(({ name }) => mentions(name, text)).slice(0, limit);
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
      heading: 'Templates',
      items: (templates.data?.items ?? []).map(({ id, name }) => ({
        id,
        label: name,
        detail: '',
        href: `/templates/${id}`,
      })),
    },
    {
      heading: 'Segments',
      items: named(segments.data?.items).map(({ id, name }) => ({
        id,
        label: name,
        detail: '',
        href: `/segments/${id}`,
      })),
    },
    {
      heading: 'Groups',
      items: named(groups.data?.items).map(({ id, name }) => ({
        id,
        label: name,
        detail: '',
        href: `/contacts?${new URLSearchParams({ group: id }).toString()}`,
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
