import { useState } from 'react';

/**
 * One of a list, chosen to be edited: as the list has it now, and as it was chosen when it is gone from there.
 *
 *     const [changing, setChanging] = useChosen(query.data?.items, ({ id }) => id)
 */
export function useChosen<Item>(
  items: readonly Item[] | undefined,
  keyOf: (item: Item) => string,
): [Item | null, (item: Item | null) => void] {
  const [chosen, choose] = useState<Item | null>(null);
  const now = chosen && items?.find((item) => keyOf(item) === keyOf(chosen));
  return [now ?? chosen, choose];
}
