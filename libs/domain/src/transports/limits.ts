import { type MailboxProvider, mailboxProviderNames } from './mailbox-providers.ts';

/** What may be handed over from one bucket: `rate` tokens a second up to `burst`, or `burst` in a period. */
export interface Limit {
  readonly key: string;
  /** 0 for what is counted by hour or day. */
  readonly rate: number;
  readonly burst: number;
  /** Which hour or day it is; empty for a rate. */
  readonly period: string;
  /** When the next period begins; null for a rate. */
  readonly until: Date | null;
  /** How many campaigns leave in it for messages. */
  readonly kept?: number;
}

export interface TransportLimits {
  readonly perSecond: number | null;
  readonly perHour: number | null;
  readonly perDay: number | null;
}

/** The day that is on at a moment, and when the next one begins, in the organization's time zone. */
export interface Today {
  readonly day: string;
  readonly until: Date;
}

const hourMs = 3_600_000;
/** A bucket without enough in it is not asked again at once. */
const [shortestWaitMs, longestWaitMs] = [250, 60_000];

export function rateLimit(key: string, perSecond: number): Limit {
  return { key, rate: perSecond, burst: Math.max(1, Math.floor(perSecond)), period: '', until: null };
}

export function dayLimit(key: string, perDay: number, { day, until }: Today): Limit {
  return { key, rate: 0, burst: perDay, period: day, until };
}

/** The limits of one transport; hours count from the full hour, days from midnight. */
export function limitsOfTransport(id: string, limits: TransportLimits, now: Date, today: Today): Limit[] {
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  const { perSecond, perHour, perDay } = limits;
  return [
    ...(perSecond ? [rateLimit(`transport:${id}:second`, perSecond)] : []),
    ...(perHour
      ? [
          {
            key: `transport:${id}:hour`,
            rate: 0,
            burst: perHour,
            period: hour.toISOString().slice(0, 13),
            until: new Date(hour.getTime() + hourMs),
          },
        ]
      : []),
    ...(perDay ? [dayLimit(`transport:${id}:day`, perDay, today)] : []),
  ];
}

/** What campaigns leave for messages: a tenth, and at least one. A single token is not divided. */
export function shareForMessages(burst: number): number {
  return Math.min(burst - 1, Math.max(1, Math.floor(burst / 10)));
}

export function withShareForMessages(limit: Limit): Limit {
  return { ...limit, kept: shareForMessages(limit.burst) };
}

/** When it is worth asking an empty bucket again: at the next period, or once half of it has filled. */
export function askAgainAt({ rate, burst, until }: Limit, now: Date): Date {
  if (until) return until;
  const waitMs = Math.min(longestWaitMs, Math.max(shortestWaitMs, (Math.max(1, burst / 2) / rate) * 1000));
  return new Date(now.getTime() + waitMs);
}

/** What a limit is called, from the key of its bucket: to be read after "waits for" or "because of". */
export function wordsForLimit(key: string): string {
  const [kind, name = '', span = ''] = key.split(':');
  if (kind === 'mailbox_provider')
    return `the limit for ${isMailboxProvider(name) ? mailboxProviderNames[name] : name}`;
  if (kind === 'domain') return `today’s limit for ${name}`;
  if (kind === 'transport') return `the transport’s limit per ${span}`;
  if (kind === 'suspended') return 'sending to be resumed';
  return 'a reachable transport';
}

function isMailboxProvider(name: string): name is MailboxProvider {
  return name in mailboxProviderNames;
}
