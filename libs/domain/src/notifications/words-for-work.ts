import type { NotificationWords } from './words-for-notification.ts';

/** Work that somebody started and left, and what others did in the organization. */
export const workNotifications = [
  'campaign_sent',
  'import_finished',
  'import_failed',
  'export_ready',
  'export_failed',
  'invitation_accepted',
  'api_key_created',
] as const;
export type WorkNotification = (typeof workNotifications)[number];

export interface WorkFacts {
  readonly kind: WorkNotification;
  /** Numbers, or what went wrong; paragraphs have an empty line between them. */
  readonly why: string;
  /** What it is called: a campaign, a file, a person, a key. */
  readonly about: string;
  readonly organization: string;
  /** The person who is notified. */
  readonly name: string;
  /** Where this mail is turned off. */
  readonly settingsUrl: string;
}

/** The mail about it: what is done, the numbers, and how not to get this any more. */
export function wordsForWork({ kind, why, about, organization, name, settingsUrl }: WorkFacts): NotificationWords {
  const words = {
    campaign_sent: {
      subject: `“${about}” was sent`,
      happened: `the campaign “${about}” of ${organization} was sent.`,
      reason: 'can send campaigns in',
    },
    import_finished: {
      subject: `The import of ${about} is done`,
      happened: `the import of ${about} into ${organization} is done.`,
      reason: 'started this import in',
    },
    import_failed: {
      subject: `The import of ${about} failed`,
      happened: `the import of ${about} into ${organization} failed.`,
      reason: 'started this import in',
    },
    export_ready: {
      subject: `${about} is ready to download`,
      happened: `the export ${about} of ${organization} is ready to download.`,
      reason: 'started this export in',
    },
    export_failed: {
      subject: `The export ${about} failed`,
      happened: `the export ${about} of ${organization} failed.`,
      reason: 'started this export in',
    },
    invitation_accepted: {
      subject: `${about} joined ${organization}`,
      happened: `${about} accepted the invitation to ${organization}.`,
      reason: 'can see the members of',
    },
    api_key_created: {
      subject: `A new API key for ${organization}: ${about}`,
      happened: `the API key “${about}” was created for ${organization}.`,
      reason: 'can manage the API keys of',
    },
  }[kind];
  const off = `To turn it off, go to “Notifications” in your settings: ${settingsUrl}`;
  return {
    subject: words.subject,
    paragraphs: [
      `Hello ${name}, ${words.happened}`,
      ...why.split(/\n\s*\n/).filter(Boolean),
      `You get this because you ${words.reason} ${organization}.${kind === 'api_key_created' ? '' : ` ${off}`}`,
    ],
  };
}
