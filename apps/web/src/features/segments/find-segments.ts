import { segmentsRoutes } from '@engagex/domain/segments';
import type { Find } from '../../shared/feature.ts';
import { mentions } from '../../shared/mentions.ts';
import { queryClient, routeQuery } from '../../shared/query.ts';

/** All of them are one answer, which is asked once and searched here. */
export const findSegments: Find = async (text, limit) => {
  const { items } = await queryClient.fetchQuery(routeQuery(segmentsRoutes.list, {}));
  return items
    .filter(({ name }) => mentions(name, text))
    .slice(0, limit)
    .map(({ id, name }) => ({ id, label: name, detail: '', href: `/segments/${id}` }));
};
