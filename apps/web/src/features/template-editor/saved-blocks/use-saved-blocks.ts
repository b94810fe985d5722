import { savedBlocksRoutes, type SavedBlockView } from '@engagex/domain/saved-blocks';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';

/** All of the organization, by name; none while they are loaded. */
export function useSavedBlocks() {
  const query = useQuery(routeQuery(savedBlocksRoutes.list, {}));
  return { items: query.data?.items ?? [], isLoading: query.isPending };
}

/** Null when there is none such, or not yet. */
export function useSavedBlock(id: string): { readonly savedBlock: SavedBlockView | null; readonly isLoading: boolean } {
  const { items, isLoading } = useSavedBlocks();
  return { savedBlock: items.find((each) => each.id === id) ?? null, isLoading };
}
