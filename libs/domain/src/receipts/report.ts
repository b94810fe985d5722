import type { BounceClass } from './bounce-class.ts';

/** What can be heard of a message after it was handed over. */
export const reportKinds = ['delivered', 'delayed', 'bounced', 'complained'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** Where a report came from; `smtp` is the answer to the hand-over itself. */
export const reportSources = ['smtp', 'dsn', 'arf', 'sendgrid', 'ses', 'postmark', 'mailgun', 'webhook'] as const;
export type ReportSource = (typeof reportSources)[number];

/** What was heard of one message and one person, in the words of whoever reported it; what it means is judged from this. */
export interface Report {
  /** Of a campaign's delivery or of a single message. */
  readonly deliveryId: string;
  readonly kind: ReportKind;
  readonly source: ReportSource;
  /** What the source calls this report; the same report heard twice counts once. Null where it has no name. */
  readonly sourceId: string | null;
  readonly at: Date;
  /** The address it is about, when the report names one. */
  readonly address: string | null;
  /** Enhanced status code (RFC 3463), such as 5.1.1. */
  readonly status: string | null;
  /** Reply code (RFC 5321), such as 550. */
  readonly code: number | null;
  /** The server's or provider's own words. */
  readonly words: string;
  /** How the source classifies it, where it does so in terms that we know. */
  readonly given: BounceClass | null;
}
