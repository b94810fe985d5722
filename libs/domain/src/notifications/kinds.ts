import type { Permission } from '../accounts/index.ts';

/** What members choose about, one by one. */
export const categories = [
  'campaigns',
  'approvals',
  'comments',
  'deliverability',
  'data',
  'team',
  'limits',
  'billing',
  'security',
] as const;
export type Category = (typeof categories)[number];

export const categoryNames: Readonly<Record<Category, { readonly name: string; readonly about: string }>> = {
  campaigns: { name: 'Campaigns', about: 'Sent, paused automatically, did not start, or waiting for a choice' },
  approvals: { name: 'Approvals', about: 'Requests for approval, and decisions on your own requests' },
  comments: { name: 'Mentions', about: 'Comments on templates that mention you' },
  deliverability: {
    name: 'Deliverability',
    about: 'Sending domains, delivery tests, incidents, bounce mailboxes and Google Postmaster Tools',
  },
  data: { name: 'Imports and exports', about: 'Files of contacts, and the daily export of events' },
  team: { name: 'Team', about: 'Invitations that were accepted' },
  limits: { name: 'Limits and spending', about: 'How much of the plan and of the spending cap is used' },
  billing: { name: 'Billing', about: 'Payments, invoices, trials and the subscription' },
  security: { name: 'Security', about: 'New API keys' },
};

/** What cannot be turned off: it is about money, or about who can get in. */
export const mandatoryCategories: readonly Category[] = ['billing', 'security'];

/** What a notification can be about: the feature that owns it says what it is called and where it is. */
export const contentTypes = [
  'campaign',
  'comment',
  'domain',
  'incident',
  'bounce_mailbox',
  'postmaster_account',
  'event_export',
  'limit',
  'organization',
  'import',
  'export',
  'member',
  'api_key',
] as const;
export type ContentType = (typeof contentTypes)[number];

/** What each is called for people, as in "This campaign was deleted." */
export const contentNames: Readonly<Record<ContentType, string>> = {
  campaign: 'campaign',
  comment: 'comment',
  domain: 'sending domain',
  incident: 'incident',
  bounce_mailbox: 'bounce mailbox',
  postmaster_account: 'connection to Google Postmaster Tools',
  event_export: 'export',
  limit: 'limit',
  organization: 'organization',
  import: 'import',
  export: 'export',
  member: 'member',
  api_key: 'API key',
};

interface KindRule {
  readonly category: Category;
  readonly content: ContentType;
  /** What a member needs to be told, and to see it later. */
  readonly permission: Permission;
}

const about = (category: Category, content: ContentType, permission: Permission): KindRule => ({
  category,
  content,
  permission,
});

/** Everything that members are notified of. */
export const notificationKinds = {
  paused: about('campaigns', 'campaign', 'campaigns:send'),
  undecided: about('campaigns', 'campaign', 'campaigns:send'),
  not_started: about('campaigns', 'campaign', 'campaigns:send'),
  campaign_sent: about('campaigns', 'campaign', 'campaigns:send'),
  approval_asked: about('approvals', 'campaign', 'campaigns:send'),
  approved: about('approvals', 'campaign', 'campaigns:send'),
  declined: about('approvals', 'campaign', 'campaigns:send'),
  mentioned: about('comments', 'comment', 'templates:read'),
  domain_degraded: about('deliverability', 'domain', 'campaigns:send'),
  domain_failed: about('deliverability', 'domain', 'campaigns:send'),
  domain_mended: about('deliverability', 'domain', 'campaigns:send'),
  domain_claimed: about('deliverability', 'domain', 'campaigns:send'),
  domain_lost: about('deliverability', 'domain', 'campaigns:send'),
  delivery_test_worse: about('deliverability', 'domain', 'campaigns:send'),
  delivery_test_failed: about('deliverability', 'domain', 'campaigns:send'),
  delivery_test_mended: about('deliverability', 'domain', 'campaigns:send'),
  incident_opened: about('deliverability', 'incident', 'domains:write'),
  incident_closed: about('deliverability', 'incident', 'domains:write'),
  mailbox_paused: about('deliverability', 'bounce_mailbox', 'domains:write'),
  mailbox_mended: about('deliverability', 'bounce_mailbox', 'domains:write'),
  postmaster_failed: about('deliverability', 'postmaster_account', 'domains:write'),
  postmaster_mended: about('deliverability', 'postmaster_account', 'domains:write'),
  event_export_failed: about('data', 'event_export', 'domains:write'),
  event_export_mended: about('data', 'event_export', 'domains:write'),
  import_finished: about('data', 'import', 'contacts:read'),
  import_failed: about('data', 'import', 'contacts:read'),
  export_ready: about('data', 'export', 'contacts:read'),
  export_failed: about('data', 'export', 'contacts:read'),
  invitation_accepted: about('team', 'member', 'members:read'),
  api_key_created: about('security', 'api_key', 'api-keys:read'),
  limit_near: about('limits', 'limit', 'usage:read'),
  limit_reached: about('limits', 'limit', 'usage:read'),
  limit_passed: about('limits', 'limit', 'usage:read'),
  spending_near: about('limits', 'limit', 'billing:read'),
  spending_reached: about('limits', 'limit', 'billing:read'),
  trial_ending: about('billing', 'organization', 'billing:read'),
  trial_ended_early: about('billing', 'organization', 'billing:read'),
  payment_failed: about('billing', 'organization', 'billing:read'),
  card_expiring: about('billing', 'organization', 'billing:read'),
  invoice_paid: about('billing', 'organization', 'billing:read'),
  subscription_ended: about('billing', 'organization', 'billing:read'),
} as const satisfies Record<string, KindRule>;
export type AnyKind = keyof typeof notificationKinds;

export const allKinds = Object.keys(notificationKinds) as readonly AnyKind[]; // the keys of a literal are its key type

/** The button of the mail: it leads to what the notification is about. */
export function buttonFor(kind: AnyKind): string {
  if (kind === 'approval_asked') return 'Review request';
  if (kind === 'payment_failed' || kind === 'card_expiring') return 'Update the payment method';
  if (kind.startsWith('delivery_test')) return 'Open the delivery test';
  return buttons[notificationKinds[kind].content];
}

const buttons: Readonly<Record<ContentType, string>> = {
  campaign: 'Open the campaign',
  comment: 'Open the comment',
  domain: 'Open the domain',
  incident: 'Open the incident',
  bounce_mailbox: 'Open the transports',
  postmaster_account: 'Open deliverability',
  event_export: 'Open the daily export',
  limit: 'See plan and usage',
  organization: 'Open billing',
  import: 'Open the import',
  export: 'Open exports',
  member: 'Open members',
  api_key: 'Open API keys',
};
