import type { NotificationWords } from './words-for-notification.ts';

/** What happened to a sending domain. `claimed`: another organization proved that it is theirs; `lost`: it has it now. */
export const domainNotifications = [
  'domain_degraded',
  'domain_failed',
  'domain_mended',
  'domain_claimed',
  'domain_lost',
  'delivery_test_worse',
  'delivery_test_failed',
  'delivery_test_mended',
] as const;
/** Of these, what delivery tests found. */
export const deliveryTestNotifications = [
  'delivery_test_worse',
  'delivery_test_failed',
  'delivery_test_mended',
] as const;
export type DomainNotification = (typeof domainNotifications)[number];

export interface DomainFacts {
  readonly kind: DomainNotification;
  /** Which record is missing or wrong, or what else happened; paragraphs have an empty line between them. */
  readonly why: string;
  readonly domain: string;
  readonly organization: string;
  /** The person who is notified. */
  readonly name: string;
  /** Where this mail is turned off. */
  readonly settingsUrl: string;
}

/** The mail about a domain: what happened, what holds until somebody acts, and how not to get this any more. */
export function wordsForDomain({ kind, why, domain, organization, name, settingsUrl }: DomainFacts): NotificationWords {
  const words = {
    domain_degraded: {
      subject: `The DNS records of ${domain} need your attention`,
      happened: `a DNS record that ${organization} needs for sending from ${domain} is missing or wrong.`,
      next: 'Mail still goes out. If the record is not fixed within 72 hours, campaigns from this domain will not start.',
    },
    domain_failed: {
      subject: `${domain} can no longer be used for campaigns`,
      happened: `${domain} is not verified for ${organization}.`,
      next: 'Campaigns from this domain do not start until its records are published. Fix them, then check the domain again.',
    },
    domain_mended: {
      subject: `${domain} is verified again`,
      happened: `all required DNS records of ${domain} are published again.`,
      next: `${organization} can send from this domain as before.`,
    },
    domain_claimed: {
      subject: `Another organization has claimed ${domain}`,
      happened: `another organization has proved that it controls the DNS of ${domain}, which ${organization} sends from.`,
      next: 'If this is not intended, remove the other TXT record at the name shown, and check who can change your DNS.',
    },
    domain_lost: {
      subject: `${domain} now belongs to another organization`,
      happened: `${domain} was taken over by another organization that proved it controls its DNS.`,
      next: `${organization} can no longer send from this domain. To get it back, publish the new ownership record shown on its page.`,
    },
    delivery_test_worse: {
      subject: `A delivery test of ${domain} found a problem`,
      happened: `a delivery test of ${domain}, which ${organization} sends from, found something that worked before.`,
      next: 'Mail still goes out. Fix the problem, then run the test again. While messages cannot be verified or bounces are lost, campaigns start only if whoever sends them accepts it.',
    },
    delivery_test_failed: {
      subject: `The delivery test of ${domain} failed`,
      happened: `a campaign is about to be sent from ${domain}, and its delivery test failed.`,
      next: `Fix the problem, then run the test again. Campaigns from this domain, scheduled ones too, do not start before it passes. To send one anyway, unschedule it and send or schedule it again.`,
    },
    delivery_test_mended: {
      subject: `The delivery test of ${domain} passes again`,
      happened: `the problems that a delivery test of ${domain} found before are fixed.`,
      next: 'There is nothing for you to do.',
    },
  }[kind];
  return {
    subject: words.subject,
    paragraphs: [
      `Hello ${name}, ${words.happened}`,
      ...why.split(/\n\s*\n/).filter(Boolean),
      words.next,
      `You get this because you own ${organization}, added this domain, or scheduled a campaign from it. To turn it off, go to “Notifications” in your settings: ${settingsUrl}`,
    ],
  };
}
