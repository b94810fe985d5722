import type { Permission } from '@engagex/domain/accounts';
import type { LucideIcon } from 'lucide-react';
import { type ComponentType, createContext, useContext } from 'react';
import type { Feature, OperatorPage, Path, Search, SettingsGroup, Thing } from './feature.ts';
import { useOrganization } from './session.ts';

/** All features together, for what stands around their pages: routes, menus, the command palette, the audit log. */
export interface Product {
  /** A path without a parameter stands before one with it: the first that fits is shown. */
  readonly routes: readonly Route[];
  readonly publicRoutes: readonly Omit<Route, 'needs'>[];
  /** For those who run the installation. */
  readonly operatorRoutes: readonly (Omit<Route, 'needs'> & Pick<OperatorPage, 'needsPlans'>)[];
  readonly operatorNavigation: readonly OperatorPlace[];
  readonly navigation: readonly Destination[];
  readonly settings: readonly SettingsPlace[];
  /** Links at the top of a page, in their order. */
  readonly linksOf: (page: Path) => readonly (Place & { readonly icon: LucideIcon })[];
  /** Pages below those of the navigation. */
  readonly palette: readonly Place[];
  readonly beginnings: readonly (Place & { readonly icon: LucideIcon })[];
  readonly searches: readonly Search[];
  readonly lookUps: readonly NonNullable<Feature['lookUp']>[];
  readonly things: Readonly<Record<string, Thing>>;
  readonly actions: Readonly<Record<string, string>>;
}

interface Route {
  readonly path: Path;
  readonly page: ComponentType;
  readonly needs: Permission | undefined;
}

export interface Place {
  readonly name: string;
  readonly href: string;
  readonly needs: Permission | undefined;
}

export interface OperatorPlace extends Pick<OperatorPage, 'needsPlans'> {
  readonly name: string;
  readonly href: string;
  readonly icon: LucideIcon;
}

export interface SettingsPlace extends Place {
  readonly group: SettingsGroup;
}

export interface Destination extends Place {
  readonly icon: LucideIcon;
  readonly key: string;
}

const ProductContext = createContext<Product | null>(null);

export const ProductProvider = ProductContext.Provider;

export function useProduct(): Product {
  const product = useContext(ProductContext);
  if (!product) throw new Error('useProduct only works inside ProductProvider.');
  return product;
}

/** The places that this role may open. */
export function useAllowed<Each extends Pick<Place, 'needs'>>(places: readonly Each[]): readonly Each[] {
  const { can } = useOrganization();
  return places.filter(({ needs }) => !needs || can.includes(needs));
}
