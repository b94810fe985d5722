import { templatesRoutes } from '@engagex/domain/templates';
import type { Find } from '../../shared/feature.ts';
import { queryClient, routeQuery } from '../../shared/query.ts';

export const findTemplates: Find = async (search, limit) => {
  const { items } = await queryClient.fetchQuery(routeQuery(templatesRoutes.list, { search, limit }));
  return items.map(({ id, name }) => ({ id, label: name, detail: '', href: `/templates/${id}` }));
};
