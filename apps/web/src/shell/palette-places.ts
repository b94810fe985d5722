import type { Permission } from '@engagex/domain/accounts';
import { CircleHelp, FilePlus2, FileUp, Filter, LayoutTemplate, Link2, type LucideIcon } from 'lucide-react';
import { useOrganization } from '../shared/session.ts';

interface Place {
  readonly name: string;
  readonly href: string;
  readonly icon?: LucideIcon;
  readonly permission?: Permission;
}

/** Pages below those of the navigation. */
const pages: readonly Place[] = [
  { name: 'Calendar', href: '/campaigns/calendar', permission: 'campaigns:read' },
  { name: 'Messages', href: '/campaigns/messages', permission: 'messages:read' },
  { name: 'Delivery lookup', href: '/campaigns/why', permission: 'reports:read' },
  { name: 'Suppressed addresses', href: '/contacts/suppressed', permission: 'contacts:read' },
  { name: 'Attributes', href: '/contacts/attributes', permission: 'contacts:read' },
  { name: 'Sign-up forms', href: '/contacts/forms', permission: 'contacts:read' },
  { name: 'Imports', href: '/contacts/imports', permission: 'contacts:read' },
  { name: 'Exports', href: '/contacts/exports', permission: 'contacts:read' },
  { name: 'Members', href: '/settings/members', permission: 'members:read' },
  { name: 'Topics', href: '/settings/topics', permission: 'contacts:read' },
  { name: 'Transports', href: '/settings/transports', permission: 'transports:read' },
  { name: 'Frequency limits', href: '/settings/pressure', permission: 'campaigns:read' },
  { name: 'API keys', href: '/settings/api-keys', permission: 'api-keys:read' },
  { name: 'Sign-in', href: '/settings/sign-in', permission: 'sign-in-policy:read' },
  { name: 'Audit log', href: '/settings/audit', permission: 'audit:read' },
  { name: 'Your account', href: '/settings/you' },
];

const beginnings: readonly Place[] = [
  { name: 'New campaign', href: '/campaigns/new', icon: FilePlus2, permission: 'campaigns:write' },
  { name: 'New template', href: '/templates/new', icon: LayoutTemplate, permission: 'templates:write' },
  { name: 'New segment', href: '/segments/new', icon: Filter, permission: 'contacts:write' },
  { name: 'Import contacts', href: '/contacts/import', icon: FileUp, permission: 'contacts:write' },
];

/** What this role may open and begin. `why` answers for an address, when `text` is one. */
export function usePalettePlaces(text: string) {
  const { can } = useOrganization();
  const isAllowed = ({ permission }: Place) => !permission || can.includes(permission);
  const why: Place = {
    name: `Why ${text} got mail, or did not`,
    href: `/campaigns/why?${new URLSearchParams({ email: text }).toString()}`,
    icon: CircleHelp,
    permission: 'reports:read',
  };
  return {
    pages: pages.map((page) => ({ icon: Link2, ...page })).filter(isAllowed),
    beginnings: beginnings.filter(isAllowed),
    why: /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(text) && isAllowed(why) ? why : null,
  };
}
