import type { NotificationWords } from './words-for-notification.ts';

/** How much of a plan's limit, or of what an owner wants to spend at most, is used. */
export const limitNotifications = [
  'limit_near',
  'limit_reached',
  'limit_passed',
  'spending_near',
  'spending_reached',
] as const;
export type LimitNotification = (typeof limitNotifications)[number];

export interface LimitFacts {
  readonly kind: LimitNotification;
  /** The numbers, and what happens at the limit; paragraphs have an empty line between them. */
  readonly why: string;
  /** Of what: emails, contacts … */
  readonly about: string;
  readonly organization: string;
  /** The person who is notified. */
  readonly name: string;
  /** Where this mail is turned off. */
  readonly settingsUrl: string;
}

/** The mail about it: what is used, what happens at the limit, and how not to get this any more. */
export function wordsForLimit({ kind, why, about, organization, name, settingsUrl }: LimitFacts): NotificationWords {
  const isAboutMoney = kind === 'spending_near' || kind === 'spending_reached';
  const what = about === 'seats' ? 'members' : about === 'domains' ? 'sending domains' : about;
  const words = {
    limit_near: {
      subject: `${organization} has used 80% of its ${what}`,
      happened: `80% of the ${what} in the plan of ${organization} are used.`,
    },
    limit_reached: {
      subject: `${organization} has used all of its ${what}`,
      happened: `all ${what} in the plan of ${organization} are used.`,
    },
    limit_passed: {
      subject: `${organization} is 20% over its limit of ${what}`,
      happened: `${organization} has 20% more ${what} than its plan includes.`,
    },
    spending_near: {
      subject: `${organization} has spent 80% of its spending cap`,
      happened: `80% of the spending cap of ${organization} are spent this month.`,
    },
    spending_reached: {
      subject: `${organization} has reached its spending cap`,
      happened: `the spending cap of ${organization} is reached.`,
    },
  }[kind];
  return {
    subject: words.subject,
    paragraphs: [
      `Hello ${name}, ${words.happened}`,
      ...why.split(/\n\s*\n/).filter(Boolean),
      `You get this because you ${isAboutMoney ? 'own' : 'can see the usage of'} ${organization}. To turn it off, go to “Notifications” in your settings: ${settingsUrl}`,
    ],
  };
}
