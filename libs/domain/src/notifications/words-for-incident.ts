import type { NotificationWords } from './words-for-notification.ts';

export const incidentNotifications = ['incident_opened', 'incident_closed'] as const;
export type IncidentNotification = (typeof incidentNotifications)[number];

export interface IncidentMailFacts {
  readonly kind: IncidentNotification;
  /** What the servers said, or why it was closed; paragraphs have an empty line between them. */
  readonly why: string;
  /** `Gmail refuses messages from shop.example by its policy`. */
  readonly title: string;
  readonly organization: string;
  /** The person who is notified. */
  readonly name: string;
  /** Where this mail is turned off. */
  readonly settingsUrl: string;
}

/** The mail about an incident: what happened, what the servers said, and how not to get this any more. */
export function wordsForIncident({
  kind,
  why,
  title,
  organization,
  name,
  settingsUrl,
}: IncidentMailFacts): NotificationWords {
  const isOpen = kind === 'incident_opened';
  return {
    subject: isOpen ? title : `Closed: ${title}`,
    paragraphs: [
      isOpen
        ? `Hello ${name}, a mailbox provider started to object to messages from ${organization}.`
        : `Hello ${name}, an incident of ${organization} is closed.`,
      ...why.split(/\n\s*\n/).filter(Boolean),
      isOpen
        ? 'Nobody is suppressed because of it. You are told again when the incident is closed, not with every refusal.'
        : 'If messages are refused again, a new incident opens.',
      `You get this because you can manage sending domains in ${organization}. To turn it off, go to “Notifications” in your settings: ${settingsUrl}`,
    ],
  };
}
