/**
 * What changes are told about, in the words of the contracts: the first half of an operation's id. Whoever shows one of
 * these reloads it when it changed.
 */
export const nouns = [
  'pre-flights',
  'analytics',
  'api-keys',
  'attributes',
  'audit',
  'brand',
  'bulk-actions',
  'campaigns',
  'contact-views',
  'contacts',
  'deliveries',
  'domain-limits',
  'exports',
  'forms',
  'frequency',
  'groups',
  'imports',
  'invitations',
  'mailbox-providers',
  'members',
  'messages',
  'notifications',
  'organization',
  'preferences',
  'segments',
  'sign-in-policy',
  'suppressions',
  'templates',
  'topics',
  'transports',
] as const;
export type Noun = (typeof nouns)[number];
