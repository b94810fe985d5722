export const roles = ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'] as const;
export type Role = (typeof roles)[number];

/** What each role is called in the interface. */
export const roleNames: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  campaign_manager: 'Campaign manager',
  editor: 'Editor',
  analyst: 'Analyst',
};

/** Who may do what, for the API and the interface alike. A permission is `<noun>:<action>`. */
const policy = {
  'contacts:read': ['owner', 'admin', 'campaign_manager', 'editor'],
  'contacts:write': ['owner', 'admin', 'campaign_manager', 'editor'],
  'contacts:erase': ['owner', 'admin'],
  'templates:read': ['owner', 'admin', 'campaign_manager', 'editor'],
  'templates:write': ['owner', 'admin', 'campaign_manager', 'editor'],
  'campaigns:read': ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'],
  'campaigns:write': ['owner', 'admin', 'campaign_manager'],
  'campaigns:send': ['owner', 'admin', 'campaign_manager'],
  'messages:read': ['owner', 'admin', 'campaign_manager', 'editor'],
  'messages:send': ['owner', 'admin', 'campaign_manager'],
  'reports:read': ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'],
  'reports:write': ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'], // of their own
  'reports:share': ['owner', 'admin', 'campaign_manager'],
  'members:read': ['owner', 'admin'],
  'members:write': ['owner', 'admin'],
  'api-keys:read': ['owner', 'admin'],
  'api-keys:write': ['owner', 'admin'],
  'audit:read': ['owner', 'admin'],
  'notifications:read': ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'], // of their own
  'members:leave': ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'],
  'organization:read': ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'],
  'organization:write': ['owner', 'admin'],
  'transports:read': ['owner', 'admin'],
  'transports:write': ['owner', 'admin'],
  'domain-reports:write': ['owner', 'admin', 'campaign_manager'],
  'domains:read': ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'],
  'domains:write': ['owner', 'admin'],
  'event-schemas:write': ['owner', 'admin', 'campaign_manager'],
  'event-stages:read': ['owner', 'admin', 'campaign_manager'],
  'event-stages:write': ['owner', 'admin'],
  'people:read': ['owner', 'admin', 'campaign_manager', 'editor'],
  'people:write': ['owner', 'admin', 'campaign_manager'],
  'sign-in-policy:read': ['owner'],
  'sign-in-policy:write': ['owner'],
  'billing:read': ['owner'],
  'billing:write': ['owner'],
  'usage:read': ['owner', 'admin'],
  'limits:read': ['owner', 'admin', 'campaign_manager', 'editor', 'analyst'],
  'organization:own': ['owner'],
  'events:write': [], // keys only
} as const satisfies Record<`${string}:${string}`, readonly Role[]>;

export type Permission = keyof typeof policy;

export const permissions = Object.keys(policy) as readonly Permission[]; // the keys of a literal are its key type

/** What a secret key can be allowed; never the team, other keys, or the organization itself. */
export const keyScopes = [
  'contacts:read',
  'contacts:write',
  'templates:read',
  'templates:write',
  'campaigns:read',
  'campaigns:write',
  'campaigns:send',
  'messages:read',
  'messages:send',
  'reports:read',
  'people:read',
  'events:write',
] as const satisfies readonly Permission[];
export type KeyScope = (typeof keyScopes)[number];

/** What a public key is allowed: everybody who opens the page it is in can read it. */
export const publicKeyScopes = ['events:write'] as const satisfies readonly Permission[];

/** Whether a member with this role may do this. */
export function can(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = policy[permission];
  return allowed.includes(role);
}

/** Everything a member with this role may do. */
export function permissionsOf(role: Role): readonly Permission[] {
  return permissions.filter((permission) => can(role, permission));
}
