import { eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';

const useSuggestions = () =>
  useQuery({
    ...routeQuery(eventSchemasRoutes.suggestions, {}),
    staleTime: Infinity,
    retryOnMount: false, // every field uses them, and a question can be asked without
  });

/** The names of events received, in order; undefined until they are known. None when they cannot be loaded. */
export function useEventNames(): readonly string[] | undefined {
  const { data, isFetched } = useSuggestions();
  return data?.items.map(({ name }) => name) ?? (isFetched ? [] : undefined);
}

/** Whether it is known that no event was ever received. */
export function useHasNoEvents(): boolean {
  return useSuggestions().data?.items.length === 0;
}

/** Properties that events of this name came with; of any name, those of all. */
export function usePropertyNames(name: string | null): readonly string[] {
  const items = useSuggestions().data?.items ?? [];
  const chosen = items.filter((each) => name === null || each.name === name);
  return [...new Set(chosen.flatMap(({ properties }) => properties.map((property) => property.name)))].toSorted();
}
