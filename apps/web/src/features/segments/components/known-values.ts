import { segmentsRoutes, type TextField } from '@engagex/domain/segments';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { useSettled } from '../../../shared/settled.ts';

/** A field or attribute of contacts that has values to choose from. */
export type ValueSource = { readonly field: TextField } | { readonly attribute: string };

/** Values that contacts have there and that have `text` in them, the most frequent first. */
export function useKnownValues(source: ValueSource | undefined, text: string): readonly string[] {
  const search = useSettled(text);
  const query = useQuery({
    ...routeQuery(segmentsRoutes.values, { ...source, search }),
    enabled: source !== undefined,
    placeholderData: keepPreviousData,
  });
  return query.data?.items ?? [];
}
