import type { AnyKeyScope } from '@engagex/domain/accounts';

/** What each scope lets a key do, in words. */
export const scopeNames: Readonly<Record<AnyKeyScope, string>> = {
  'contacts:read': 'Read contacts and groups',
  'contacts:write': 'Change contacts and groups, import',
  'templates:read': 'Read templates',
  'templates:write': 'Change templates',
  'campaigns:read': 'Read campaigns',
  'campaigns:write': 'Draft campaigns',
  'campaigns:send': 'Send, pause and cancel campaigns',
  'messages:read': 'Read transactional messages',
  'messages:send': 'Send transactional messages',
  'reports:read': 'Read reports',
  'people:read': 'Read people and events',
  'events:write': 'Send events',
};
