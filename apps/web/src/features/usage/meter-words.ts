import type { Meter } from '@engagex/domain/usage';

/** How each number came about, in a sentence. */
export const howCounted: Readonly<Record<Meter, string>> = {
  emails: 'Emails that a mail server accepted. Those that were refused, skipped or never known are not counted.',
  contacts:
    'Contacts that could be mailed at the end of a day, once a month. Who unsubscribed, bounced or was suppressed is not counted.',
  seats: 'Members at the end of a day, once a month.',
  events: 'Events that were stored. One that was sent again is counted once.',
  domains: 'Verified sending domains at the end of a day, once a month.',
  storage: 'Megabytes of images at the end of each day.',
};

export const kindNames: Readonly<Record<string, string>> = { campaign: 'Campaigns', message: 'Messages' };
