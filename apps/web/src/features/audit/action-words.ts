import type { AuditEntryView } from '@engagex/domain/audit';

/** What each operation did, to be read before the name of the thing it did it to. */
export const actionWords: Readonly<Record<string, string>> = {
  'attributes.create': 'Defined attribute',
  'attributes.update': 'Changed attribute',
  'attributes.delete': 'Deleted attribute',
  'attributes.restore': 'Restored attribute',
  'bulk-actions.start': 'Changed many contacts:',
  'bulk-actions.cancel': 'Stopped changing many contacts:',
  'bulk-actions.undo': 'Undid a deletion of many contacts:',
  'contact-views.create': 'Saved view',
  'contact-views.update': 'Changed view',
  'contact-views.delete': 'Deleted view',
  'contact-views.restore': 'Restored view',
  'contacts.create': 'Added contact',
  'contacts.update': 'Changed contact',
  'contacts.unsubscribe': 'Unsubscribed contact',
  'contacts.merge': 'Merged another contact into',
  'contacts.delete': 'Deleted contact',
  'contacts.restore': 'Restored contact',
  'groups.create': 'Created group',
  'groups.update': 'Renamed group',
  'groups.delete': 'Deleted group',
  'groups.restore': 'Restored group',
  'groups.add-member': 'Added a contact to group',
  'groups.remove-member': 'Removed a contact from group',
  'segments.create': 'Created segment',
  'segments.update': 'Changed segment',
  'segments.delete': 'Deleted segment',
  'segments.restore': 'Restored segment',
  'exports.create': 'Exported contacts to',
  'imports.upload': 'Uploaded file',
  'imports.reread': 'Read again, with another format,',
  'imports.rehearse': 'Rehearsed the import of',
  'imports.undo': 'Undid the import of',
  'imports.start': 'Started the import of',
  'imports.cancel': 'Cancelled the import of',
  'forms.create': 'Created form',
  'forms.update': 'Changed form',
  'forms.delete': 'Deleted form',
  'forms.restore': 'Restored form',
  'personal-data.erase': 'Erased a person',
  'suppressions.create': 'Suppressed',
  'suppressions.import': 'Suppressed the addresses of',
  'suppressions.remove': 'Let through again',
  'wishes.set-topic': 'Changed the topics of',
  'pressure.update': 'Changed contact pressure',
  'topics.create': 'Created topic',
  'topics.update': 'Changed topic',
  'topics.make-default': 'Made the default topic',
  'topics.delete': 'Deleted topic',
  'topics.restore': 'Restored topic',
  'templates.create': 'Created template',
  'templates.update': 'Changed template',
  'templates.delete': 'Deleted template',
  'templates.restore': 'Restored template',
  'campaigns.create': 'Drafted campaign',
  'campaigns.update': 'Changed campaign',
  'campaigns.delete': 'Deleted campaign',
  'campaigns.restore': 'Restored campaign',
  'campaigns.launch': 'Sent campaign',
  'campaigns.pause': 'Paused campaign',
  'campaigns.resume': 'Resumed campaign',
  'campaigns.cancel': 'Cancelled campaign',
  'campaigns.choose': 'Chose the variant of campaign',
  'campaigns.release': 'Sent to everyone the campaign',
  'members.change-role': 'Changed the role of',
  'members.remove': 'Removed member',
  'members.transfer': 'Made the owner',
  'members.leave': 'Left the organization',
  'invitations.create': 'Invited',
  'invitations.resend': 'Sent the invitation again to',
  'invitations.revoke': 'Took back the invitation of',
  'invitations.accept': 'Accepted the invitation of',
  'invited.sign-up': 'Signed up with the invitation of',
  'organization.update': 'Changed the settings of',
  'organization.set-pause-limits': 'Changed when campaigns of it pause by themselves:',
  'organization.set-logo': 'Set the logo of',
  'organization.remove-logo': 'Removed the logo of',
  'organization.delete': 'Asked to delete',
  'organization.keep': 'Kept',
  'sign-in-policy.update': 'Changed the rules for signing in',
  'organizations.create': 'Created the organization',
  'identity.sign-up': 'Signed up and created the organization',
  'api-keys.create': 'Created key',
  'api-keys.rotate': 'Replaced key',
  'api-keys.revoke': 'Revoked key',
  'profile.update': 'Changed their name or language',
  'address.confirm': 'Confirmed their address',
  'totp.confirm': 'Set up an authenticator app',
  'totp.remove': 'Removed their authenticator app',
  'recovery-codes.renew': 'Made new recovery codes',
  'passkeys.create': 'Added a passkey',
  'passkeys.delete': 'Removed a passkey',
  'single-sign-on.arrive': 'Joined through single sign-on',
  'single-sign-on.link': 'Linked their account to single sign-on',
  'password.change': 'Changed their password',
  'password.reset': 'Chose a new password by mailed link',
};

/** Kinds of things to filter by. */
export const nounWords: Readonly<Record<string, string>> = {
  attributes: 'Attributes',
  'bulk-actions': 'Changes of many contacts',
  'contact-views': 'Views of contacts',
  contacts: 'Contacts',
  groups: 'Groups',
  segments: 'Segments',
  exports: 'Exports',
  imports: 'Imports',
  forms: 'Sign-up forms',
  'personal-data': 'Erased people',
  suppressions: 'Suppressed addresses',
  pressure: 'Contact pressure',
  topics: 'Topics',
  wishes: 'Wishes of contacts',
  templates: 'Templates',
  campaigns: 'Campaigns',
  members: 'Members',
  invitations: 'Invitations',
  'api-keys': 'API keys',
  organization: 'Organization',
  profile: 'Names of people',
  password: 'Passwords',
  address: 'Addresses of people',
  totp: 'Authenticator apps',
  'recovery-codes': 'Recovery codes',
  passkeys: 'Passkeys',
  'single-sign-on': 'Single sign-on',
  'sign-in-policy': 'Rules for signing in',
};

/** "Changed contact ada@example.com"; an operation without words is named as it is: "Segments: merge all". */
export function sentenceOf({ action, actor, object }: Pick<AuditEntryView, 'action' | 'actor' | 'object'>): string {
  const words = actionWords[action] ?? namedPlainly(action);
  const isAboutThemselves = object.id === actor.id || action === 'members.leave';
  return object.name && !isAboutThemselves ? `${words} ${object.name}` : words;
}

function namedPlainly(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  return `${asWords(noun)}: ${asWords(verb).toLowerCase()}`;
}

/** `first-name` or `firstName` → "First name" */
export function asWords(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
