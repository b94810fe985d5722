import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { Found } from '../shared/feature.ts';
import { organizationInUrl } from '../shared/organization.ts';
import { useAllowed, useProduct } from '../shared/product.ts';
import { useSettled } from '../shared/settled.ts';

interface FoundTogether {
  readonly heading: string;
  readonly items: readonly Found[];
}

const limit = 5;

/** What the features find for the text that is typed into the palette, as far as this role may see it. */
export function useFound(text: string): readonly FoundTogether[] {
  const searches = useAllowed(useProduct().searches);
  const search = useSettled(text);
  const isSearching = search.length >= 2 && text.length >= 2;
  const found = useQueries({
    queries: searches.map(({ heading, load }) => ({
      queryKey: ['palette.search', organizationInUrl(), heading, search],
      queryFn: async () => (await load())(search, limit),
      enabled: isSearching,
      staleTime: 0, // what the features ask the server is fresh for as long as it is elsewhere
      placeholderData: keepPreviousData<readonly Found[]>,
    })),
  });
  if (!isSearching) return [];
  return searches
    .map(({ heading }, index) => ({ heading, items: found[index]?.data ?? [] }))
    .filter(({ items }) => items.length > 0);
}
