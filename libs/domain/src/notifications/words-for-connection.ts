import type { NotificationWords } from './words-for-notification.ts';

/** What happened to something outside that we use for an organization: a bounce mailbox, Google Postmaster Tools, or where its events are exported to. */
export const connectionNotifications = [
  'mailbox_paused',
  'mailbox_mended',
  'postmaster_failed',
  'postmaster_mended',
  'event_export_failed',
  'event_export_mended',
] as const;
export type ConnectionNotification = (typeof connectionNotifications)[number];

/** Which of them is told only to people who were told of this before. */
export const toldAfter: Readonly<Record<ConnectionNotification, ConnectionNotification | null>> = {
  mailbox_paused: null,
  mailbox_mended: 'mailbox_paused',
  postmaster_failed: null,
  postmaster_mended: 'postmaster_failed',
  event_export_failed: null,
  event_export_mended: 'event_export_failed',
};

export interface ConnectionFacts {
  readonly kind: ConnectionNotification;
  /** What went wrong; paragraphs have an empty line between them. */
  readonly why: string;
  /** The address of the mailbox, the name of the credentials, or the day of the export. */
  readonly about: string;
  readonly organization: string;
  /** The person who is notified. */
  readonly name: string;
  /** Where this mail is turned off. */
  readonly settingsUrl: string;
}

/** The mail about it: what happened, what holds until somebody acts, and how not to get this any more. */
export function wordsForConnection({
  kind,
  why,
  about,
  organization,
  name,
  settingsUrl,
}: ConnectionFacts): NotificationWords {
  const words = {
    mailbox_paused: {
      subject: `The bounce mailbox ${about} is paused`,
      happened: `the bounce mailbox ${about} of ${organization} could not be read and is not checked any more.`,
      next: 'Messages still go out, but bounces and complaints that arrive there are not counted and addresses are not suppressed. Correct the settings or test the mailbox to check it again. Nothing in it is lost.',
    },
    mailbox_mended: {
      subject: `The bounce mailbox ${about} works again`,
      happened: `the bounce mailbox ${about} of ${organization} can be read again.`,
      next: 'What arrived meanwhile has been read, too. There is nothing for you to do.',
    },
    postmaster_failed: {
      subject: 'Google refused your Postmaster Tools credentials',
      happened: `Google Postmaster Tools could not be read for ${organization}.`,
      next: 'Sending is not affected. Figures from Google stay as they were until you enter credentials that work.',
    },
    postmaster_mended: {
      subject: 'Google Postmaster Tools can be read again',
      happened: `Google Postmaster Tools can be read again for ${organization}.`,
      next: 'There is nothing for you to do.',
    },
    event_export_failed: {
      subject: 'The daily export of events fails',
      happened: `the daily export of events for ${about} of ${organization} could not be delivered.`,
      next: 'It is tried again for a day, and then only when you retry it. Exports of other days are not affected. Check where it is delivered to; the files can be downloaded meanwhile.',
    },
    event_export_mended: {
      subject: 'The daily export of events works again',
      happened: `the daily export of events for ${about} of ${organization} was delivered.`,
      next: 'If another day is still shown as failed, retry it on the page of the daily export.',
    },
  }[kind];
  const right = kind.startsWith('event_export') ? 'change the settings of' : 'manage sending domains in';
  return {
    subject: words.subject,
    paragraphs: [
      `Hello ${name}, ${words.happened}`,
      ...why.split(/\n\s*\n/).filter(Boolean),
      words.next,
      `You get this because you can ${right} ${organization}. To turn it off, go to “Notifications” in your settings: ${settingsUrl}`,
    ],
  };
}
