import { type MailboxProvider, mailboxProviderNames } from '../transports/index.ts';
import type { IncidentClass } from './incidents.contract.ts';

/** What an incident is about, in words: its class, or that the server names a blocklist. */
export type IncidentKind = IncidentClass | 'blocklist';

export interface IncidentFacts {
  readonly domain: string;
  readonly mailboxProvider: MailboxProvider;
  readonly class: IncidentClass;
  readonly samples: readonly string[];
}

export interface ExplainedIncident {
  readonly kind: IncidentKind;
  /** `Gmail refuses messages from shop.example by its policy`. */
  readonly title: string;
  /** What the servers mean by it. */
  readonly meaning: string;
  /** What to do, the first thing first. */
  readonly steps: readonly string[];
  /** Where a listing is looked up and ended, when a known list is named. */
  readonly list: Blocklist | null;
}

export interface Blocklist {
  readonly name: string;
  readonly url: string;
}

/** Lists that servers name in their answers, and the page of each where a listing is looked up. */
const blocklists: readonly (readonly [RegExp, Blocklist])[] = [
  [/spamhaus|\b(?:sbl|xbl|pbl|css|dbl|zen)\.|\bzen\b/i, { name: 'Spamhaus', url: 'https://check.spamhaus.org/' }],
  [/spamcop/i, { name: 'SpamCop', url: 'https://www.spamcop.net/bl.shtml' }],
  [
    /barracudacentral|barracuda reputation|\bbrbl\b/i,
    { name: 'Barracuda', url: 'https://www.barracudacentral.org/lookups' },
  ],
  [/surbl/i, { name: 'SURBL', url: 'https://surbl.org/surbl-analysis' }],
  [/uribl/i, { name: 'URIBL', url: 'https://admin.uribl.com/' }],
  [/\babuseat\b|\bcbl\b/i, { name: 'CBL', url: 'https://www.abuseat.org/lookup.cgi' }],
  [/mailspike/i, { name: 'Mailspike', url: 'https://www.mailspike.org/iplookup.html' }],
];
const namesAList = /\bdnsbl\b|\brbls?\b|(?:block|black|deny) ?-?lists?\b|blacklisted|blocklisted/i;

const explained: Readonly<Record<IncidentKind, { objects: string; meaning: string; steps: readonly string[] }>> = {
  policy: {
    objects: 'by its policy',
    meaning:
      'The server does not trust the sender: the reputation of the domain or of the sending address is low, or too much was sent at once. It says nothing about single recipients.',
    steps: [
      'Pause campaigns that are sending to this provider.',
      'Send less for a few days: set a daily limit for the domain and let it grow slowly.',
      'Send only to people who opened or clicked in the last 90 days.',
      'Read the servers’ answers below; some contain a link where the provider explains the refusal or takes requests.',
    ],
  },
  content: {
    objects: 'as spam',
    meaning: 'The server takes the content of the messages for spam: their wording, their links or an attachment.',
    steps: [
      'Compare the refused campaigns with one that was accepted: links, link shorteners, attachments, wording.',
      'Check that every link leads to a domain you know, and use a link host of your own domain.',
      'Check that everyone in the audience asked for these messages.',
    ],
  },
  auth: {
    objects: 'because authentication fails',
    meaning: 'SPF, DKIM or DMARC did not pass for these messages, and the provider requires it.',
    steps: [
      'Check the DNS records of the domain and publish what is missing.',
      'Check that the transport sends with a return path and a DKIM key of this domain.',
      'See in the DMARC reports which server sends mail that fails.',
    ],
  },
  blocklist: {
    objects: 'because of a blocklist',
    meaning: 'The sending address, the domain or a link in the messages is on a blocklist that the server asks.',
    steps: [
      'Look the address or domain in the servers’ answers up at the list, and find out why it is listed.',
      'Stop what caused it: an old or bought list, a form without confirmation, a hacked account.',
      'Request removal at the list only then: a second listing lasts longer.',
      'If the sending address belongs to a provider, ask that provider to request it.',
    ],
  },
};

/** What a mailbox provider objects to and what to do about it. A blocklist counts only when the server names one. */
export function explainIncident({ domain, mailboxProvider, class: given, samples }: IncidentFacts): ExplainedIncident {
  const said = samples.join('\n');
  const list = given === 'auth' ? null : (blocklists.find(([names]) => names.test(said))?.[1] ?? null);
  const isListed = given !== 'auth' && (list !== null || namesAList.test(said));
  const kind: IncidentKind = isListed ? 'blocklist' : given;
  const { objects, meaning, steps } = explained[kind];
  return {
    kind,
    title: `${providerInWords(mailboxProvider)} from ${domain} ${objects}`,
    meaning,
    steps,
    list,
  };
}

function providerInWords(provider: MailboxProvider): string {
  return provider === 'other'
    ? 'Other providers refuse messages'
    : `${mailboxProviderNames[provider]} refuses messages`;
}

export const endingWords = {
  member: 'Closed by a member',
  recovered: 'Closed automatically: messages are accepted again',
  quiet: 'Closed automatically: no refusals for 30 days',
} as const;
