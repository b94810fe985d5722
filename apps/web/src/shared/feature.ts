import type { Permission } from '@engagex/domain/accounts';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';

/** What a feature adds to the application: declared in its `<noun>.pages.ts`, collected from the list in `features.ts`. */
export interface Feature {
  /** Its pages of an organization. */
  readonly pages?: readonly FeaturePage[];
  /** Its pages outside organizations, most of them for people who are not signed in. */
  readonly publicPages?: readonly PublicPage[];
  /** Its pages for those who run the installation. */
  readonly operatorPages?: readonly OperatorPage[];
  /** What it keeps, by the noun of the operations on it (`topics` of `topics.create`). */
  readonly things?: Readonly<Record<string, Thing>>;
  /** What each of its operations did, to be read before the name of the thing: `'topics.create': 'Created topic'`. */
  readonly actions?: Readonly<Record<string, string>>;
  /** What of its things the command palette finds. */
  readonly search?: Search;
  /** The page that answers for what is typed into the command palette; null when none does. */
  readonly lookUp?: (text: string) => LookUp | null;
}

export type Path = `/${string}`;

export interface PublicPage {
  readonly path: Path;
  /** Fetches its code: each page is a file of its own in the browser. */
  readonly load: () => Promise<ComponentType>;
}

export interface FeaturePage extends PublicPage {
  /** Below `/o/:organizationId`. */
  readonly path: Path;
  /** What a role needs to open it, and to see it in any menu; everyone without. */
  readonly needs?: Permission;
  readonly navigation?: NavigationEntry;
  readonly settings?: SettingsEntry;
  /** A link at the top of another page, which it belongs to. */
  readonly linkedFrom?: MenuEntry & { readonly page: Path; readonly icon: LucideIcon };
  /** Its name in the command palette; without one, its name in the settings. */
  readonly palette?: string;
  /** It begins something new: offered as an action in the command palette. */
  readonly begins?: { readonly name: string; readonly icon: LucideIcon };
}

export interface OperatorPage extends PublicPage {
  /** Below `/operator`. */
  readonly path: Path;
  /** Only where organizations are on plans. */
  readonly needsPlans?: true;
  readonly navigation?: MenuEntry & { readonly icon: LucideIcon };
}

/** The parts of the settings, in their order. */
export const settingsGroups = {
  organization: 'Organization',
  access: 'People and security',
  sending: 'Sending',
  content: 'Content',
  events: 'Events',
  personal: 'Personal',
} as const;
export type SettingsGroup = keyof typeof settingsGroups;

interface SettingsEntry extends MenuEntry {
  readonly group: SettingsGroup;
}

interface MenuEntry {
  readonly name: string;
  /** Counted from the top; numbers leave room between them. */
  readonly place: number;
}

interface NavigationEntry extends MenuEntry {
  readonly icon: LucideIcon;
  /** `g` and this key go there. */
  readonly key: string;
}

export interface Thing {
  /** All of them, to filter the audit log by. */
  readonly name: string;
  /** One of them, as the API names what still uses something: `campaign`. */
  readonly one?: string;
  /** Where one of them is opened, below the organization. */
  readonly href?: (id: string) => string;
}

export interface Search {
  readonly heading: string;
  /** Counted from the top; numbers leave room between them. */
  readonly place: number;
  readonly needs: Permission;
  readonly load: () => Promise<Find>;
}

/** What matches the text, at most `limit` of them. */
export type Find = (text: string, limit: number) => Promise<readonly Found[]>;

export interface Found {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
}

interface LookUp {
  readonly name: string;
  readonly href: string;
  readonly icon: LucideIcon;
  readonly needs: Permission;
}
