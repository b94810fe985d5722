import type { DeliveryTestSummary, FindingName, Moment, Verdict } from '@engagex/domain/delivery-tests';
import { formatCount } from '../../../shared/format.ts';
import type { Meaning } from '../../../ui/meaning.ts';

export const findingTitles: Readonly<Record<FindingName, string>> = {
  records: 'DNS records',
  inbound_host: 'Inbound mail',
  hand_over: 'Hand-over',
  encryption: 'Encryption',
  arrival: 'Arrival',
  dmarc: 'DMARC alignment',
  signature: 'DKIM signature',
  one_click: 'One-click unsubscribe',
  signed_fields: 'Signed headers',
  links: 'Links',
  message_id: 'Message-ID',
  return_path: 'Return path',
  bounce: 'Bounces',
  complaints: 'Complaint reports',
};

export const verdictLooks: Readonly<Record<Verdict, { readonly meaning: Meaning; readonly word: string }>> = {
  pass: { meaning: 'good', word: 'Passed' },
  warn: { meaning: 'warning', word: 'Warning' },
  fail: { meaning: 'danger', word: 'Failed' },
  unknown: { meaning: 'neutral', word: 'Not known' },
};

/** While a test runs, what is not known yet is still to come. */
export const waitingLook = { meaning: 'neutral', word: 'Waiting' } as const;

export const momentWords: Readonly<Record<Moment, string>> = {
  asked: 'Test started',
  handed_over: 'Test message handed over',
  arrived: 'Test message arrived',
  bounce_handed_over: 'Message to a refused address handed over',
  bounced: 'Bounce came back',
  finished: 'Test finished',
};

/** "10 passed, 2 warnings": how a test ended. */
export function countsInWords({ counts }: Pick<DeliveryTestSummary, 'counts'>): string {
  return [
    counts.fail > 0 ? `${counts.fail} failed` : '',
    counts.warn > 0 ? formatCount(counts.warn, 'warning') : '',
    counts.unknown > 0 ? `${counts.unknown} not known` : '',
    counts.pass > 0 ? `${counts.pass} passed` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
