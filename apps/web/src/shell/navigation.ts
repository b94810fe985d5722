import { type Destination, useAllowed, useProduct } from '../shared/product.ts';

/** Where this person can go. */
export function useDestinations(): readonly Destination[] {
  return useAllowed(useProduct().navigation);
}
