import type { Ledger, SkipReason } from '../deliveries/index.ts';

const skipped: Readonly<Record<SkipReason, string>> = {
  unsubscribed: 'unsubscribed',
  no_address: 'no email address',
  suppressed: 'suppressed',
  paused: 'paused their email',
  topic: 'do not want this topic',
  frequency_cap: 'frequency limit',
  deleted: 'deleted',
  cancelled: 'cancelled',
  hour_passed: 'too late in their time zone',
};

/** What became of everybody in the audience of a campaign that is sent: the numbers add up to the first one. */
export function wordsForLedger(ledger: Ledger, delivered: number): string {
  const number = (value: number) => value.toLocaleString('en');
  const [reason, most] = Object.entries(ledger.skipped).toSorted(([, one], [, other]) => other - one)[0] ?? [];
  const parts = [
    `${number(ledger.accepted)} accepted${delivered > 0 ? ` (${number(delivered)} delivered so far)` : ''}`,
    `${number(sum(ledger.skipped))} skipped${reason ? ` (mainly: ${wordsFor(reason)}, ${number(most ?? 0)})` : ''}`,
    `${number(sum(ledger.failed))} failed`,
    ...(ledger.unknown > 0 ? [`${number(ledger.unknown)} unknown`] : []),
  ];
  const people = ledger.audience === 1 ? '1 person' : `${number(ledger.audience)} people`;
  return `${people}: ${parts.join(', ')}.`;
}

function wordsFor(reason: string): string {
  return new Map<string, string>(Object.entries(skipped)).get(reason) ?? reason;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
