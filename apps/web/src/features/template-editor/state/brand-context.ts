import type { BrandKit } from '@engagex/domain/documents';
import { createContext, use } from 'react';

const BrandContext = createContext<BrandKit | null>(null);
export const BrandProvider = BrandContext.Provider;

/** The brand kit, for what offers its colors. */
export function useBrand(): BrandKit {
  const brand = use(BrandContext);
  if (!brand) throw new Error('useBrand is only for what is inside the editor.');
  return brand;
}
