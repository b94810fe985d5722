import { campaignsRoutes } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import type { Find } from '../../shared/feature.ts';
import { queryClient, routeQuery } from '../../shared/query.ts';

/** By name, archived ones too. */
export const findCampaigns: Find = async (search, limit) => {
  const { items } = await queryClient.fetchQuery(routeQuery(campaignsRoutes.list, { archived: 'with', search, limit }));
  return items.map(({ id, name, status }) => ({
    id,
    label: withStandIns(name),
    detail: status,
    href: `/campaigns/${id}`,
  }));
};
