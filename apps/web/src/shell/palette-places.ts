import { Link2 } from 'lucide-react';
import { useAllowed, useProduct } from '../shared/product.ts';

/** What this role may open and begin, and the pages that answer for `text`. */
export function usePalettePlaces(text: string) {
  const { palette, beginnings, lookUps } = useProduct();
  return {
    pages: useAllowed(palette).map((page) => ({ ...page, icon: Link2 })),
    beginnings: useAllowed(beginnings),
    lookUps: useAllowed(lookUps.flatMap((lookUp) => lookUp(text) ?? [])),
  };
}
