import { groupsRoutes } from '@engagex/domain/contacts';
import type { Find } from '../../shared/feature.ts';
import { mentions } from '../../shared/mentions.ts';
import { queryClient, routeQuery } from '../../shared/query.ts';

/** All of them are one answer, which is asked once and searched here. */
export const findGroups: Find = async (text, limit) => {
  const { items } = await queryClient.fetchQuery(routeQuery(groupsRoutes.list, {}));
  return items
    .filter(({ name }) => mentions(name, text))
    .slice(0, limit)
    .map(({ id, name }) => ({
      id,
      label: name,
      detail: '',
      href: `/contacts?${new URLSearchParams({ group: id }).toString()}`,
    }));
};
