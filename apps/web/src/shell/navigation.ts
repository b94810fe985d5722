import type { Permission } from '@engagex/domain/accounts';
import { ContactRound, Filter, House, LayoutTemplate, Send, Settings, UsersRound, type LucideIcon } from 'lucide-react';
import { useOrganization } from '../shared/session.ts';

export interface Destination {
  readonly name: string;
  readonly href: string;
  readonly icon: LucideIcon;
  /** `g` and this key go there. */
  readonly key: string;
  /** What a role needs to see it at all. */
  readonly permission?: Permission;
}

const destinations: readonly Destination[] = [
  { name: 'Home', href: '/', icon: House, key: 'h' },
  { name: 'Campaigns', href: '/campaigns', icon: Send, key: 'c', permission: 'campaigns:read' },
  { name: 'Templates', href: '/templates', icon: LayoutTemplate, key: 't', permission: 'templates:read' },
  { name: 'Contacts', href: '/contacts', icon: ContactRound, key: 'p', permission: 'contacts:read' },
  { name: 'Groups', href: '/groups', icon: UsersRound, key: 'r', permission: 'contacts:read' },
  { name: 'Segments', href: '/segments', icon: Filter, key: 'e', permission: 'contacts:read' },
  { name: 'Settings', href: '/settings', icon: Settings, key: 's', permission: 'organization:read' },
];

/** Where this person can go. */
export function useDestinations(): readonly Destination[] {
  const { can } = useOrganization();
  return destinations.filter(({ permission }) => !permission || can.includes(permission));
}
