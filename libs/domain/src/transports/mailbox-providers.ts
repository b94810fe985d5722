/** Families of mailbox providers: each decides for all its domains how much it takes from whom. */
export const mailboxProviders = ['gmail', 'outlook', 'yahoo', 'other'] as const;
export type MailboxProvider = (typeof mailboxProviders)[number];

export const mailboxProviderNames: Readonly<Record<MailboxProvider, string>> = {
  gmail: 'Gmail',
  outlook: 'Outlook',
  yahoo: 'Yahoo',
  other: 'All others',
};

/** What each is handed per second until somebody decides otherwise; null is no limit. */
export const usualPerSecond: Readonly<Record<MailboxProvider, number | null>> = {
  gmail: 20,
  outlook: 10,
  yahoo: 10,
  other: null,
};

const families: readonly (readonly [suffix: string, mailboxProvider: MailboxProvider])[] = [
  ['google.com', 'gmail'],
  ['googlemail.com', 'gmail'],
  ['outlook.com', 'outlook'],
  ['hotmail.com', 'outlook'],
  ['yahoodns.net', 'yahoo'],
];

/** Who takes a domain's mail, by its mail exchangers in their order of preference. */
export function mailboxProviderOf(exchanges: readonly string[]): MailboxProvider {
  const first = exchanges[0]?.toLowerCase().replace(/\.$/, '') ?? '';
  return families.find(([suffix]) => first === suffix || first.endsWith(`.${suffix}`))?.[1] ?? 'other';
}

/** Of a mailbox provider without a limit that asked for less: what its share is a share of. */
const unlimitedPerSecond = 100;
const leastSlowness = 1 / 64;
const slowAgainMs = 15_000;
const recoveryPerMinute = 0.05;

/** How a mailbox provider that defers mail is handed less: at once by half, and slowly more again. */
export interface Slowness {
  /** Share of the limit, as of `slowedAt`. */
  readonly slowness: number;
  readonly slowedAt: Date | null;
}

/** The share of its limit that a mailbox provider is handed now: 1 unless it asked for less not long ago. */
export function shareNow({ slowness, slowedAt }: Slowness, now: Date): number {
  if (!slowedAt) return 1;
  const minutes = Math.max(0, now.getTime() - slowedAt.getTime()) / 60_000;
  return Math.min(1, slowness + minutes * recoveryPerMinute);
}

/** Half of the share it has now; what was deferred within some seconds is one and the same request for less. */
export function slowedDown(before: Slowness, now: Date): Slowness {
  const isSame = before.slowedAt && now.getTime() - before.slowedAt.getTime() < slowAgainMs;
  if (isSame) return before;
  return { slowness: Math.max(leastSlowness, shareNow(before, now) / 2), slowedAt: now };
}

/** Messages per second a mailbox provider is handed now; null is as many as there are. */
export function perSecondNow(perSecond: number | null, slowness: Slowness, now: Date): number | null {
  const share = shareNow(slowness, now);
  if (share === 1) return perSecond;
  return (perSecond ?? unlimitedPerSecond) * share;
}

/**
 * Whether so many deferrals among so many messages mean that a mailbox provider wants less, and not that a mailbox is full. The
 * others are many mailbox providers, none of which speaks for the rest.
 */
export function asksForLess(mailboxProvider: MailboxProvider, deferred: number, handed: number): boolean {
  return mailboxProvider !== 'other' && deferred >= 5 && deferred / handed >= 0.1;
}
