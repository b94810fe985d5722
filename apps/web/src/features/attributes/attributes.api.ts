import { type AttributeDefinition, attributesRoutes } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';

/** The attributes in use, in their order; undefined until they are known. */
export function useAttributes(): readonly AttributeDefinition[] | undefined {
  const { data } = useQuery(routeQuery(attributesRoutes.list, {}));
  return data?.items.filter(({ deletedAt }) => deletedAt === null);
}
