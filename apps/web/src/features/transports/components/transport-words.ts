import type { TransportView } from '@engagex/domain/transports';
import { formatNumber } from '../../../shared/format.ts';
import type { Meaning } from '../../../ui/meaning.ts';

export const healthWords: Readonly<Record<TransportView['health'], { meaning: Meaning; word: string }>> = {
  working: { meaning: 'good', word: 'On' },
  unreachable: { meaning: 'warning', word: 'Unreachable' },
  broken: { meaning: 'danger', word: 'Rejects us' },
  off: { meaning: 'neutral', word: 'Off' },
};

const noteOfBefore = { title: 'The server said', next: '' } as const;
/** What went wrong with a transport, above the words about it, and what comes next. */
export const problemWords: Readonly<Record<TransportView['health'], { title: string; next: string }>> = {
  working: noteOfBefore,
  unreachable: {
    title: 'It could not be reached',
    next: 'We retry automatically. Waiting messages lose no attempts.',
  },
  broken: {
    title: 'The server rejected us and said',
    next: 'It is not used until you change it or a test is accepted. Then resume the paused campaigns.',
  },
  off: noteOfBefore,
};

/** Where a transport leads. */
export function serverOf({ kind, host, port, username }: TransportView): string {
  if (kind === 'installation') return 'Set up by the operator of this installation';
  if (kind === 'sendgrid') return 'SendGrid';
  return `${username ? `${username} at ` : ''}${host}:${port}`;
}

/** The limits of a transport with what they have left, in words; empty without any. */
export function limitsOf({ perSecond, perHour, perDay, usedThisHour, usedToday }: TransportView): string[] {
  return [
    perSecond === null ? '' : `${formatNumber(perSecond)} per second`,
    perHour === null ? '' : `${formatNumber(usedThisHour ?? 0)} of ${formatNumber(perHour)} this hour`,
    perDay === null ? '' : `${formatNumber(usedToday ?? 0)} of ${formatNumber(perDay)} today`,
  ].filter(Boolean);
}

/** A number as a field holds it, and back: empty is no limit, what is no number is left to the check to refuse. */
export const textOf = (value: number | null) => (value === null ? '' : String(value));
export const numberOf = (text: string) => (text.trim() === '' ? null : Number(text.trim()));

/** Where bounces of what it carries go. */
export const returnPathWords: Readonly<Record<NonNullable<TransportView['returnPath']>, string>> = {
  verp: 'Bounces come back to EngageX.',
  plain: 'Bounces come back through its bounce mailbox.',
  refused: 'Refuses our return path: bounces go to the sender’s mailbox.',
};
