import { z } from 'zod';
import { timestamp } from '../shared/index.ts';
import { bounceClasses } from './bounce-class.ts';
import { reportKinds, reportSources } from './report.ts';

/** One thing that was heard of a message after it was handed over. */
export const receiptView = z.object({
  kind: z.enum(reportKinds),
  /** Why it bounced or is delayed. */
  class: z.enum(bounceClasses).nullable(),
  /** The rule that says so. */
  rule: z.string().nullable(),
  source: z.enum(reportSources),
  status: z.string().nullable(),
  /** The server's or provider's own. */
  words: z.string(),
  at: timestamp,
});
export type ReceiptView = z.output<typeof receiptView>;

/** What shows that a message whose outcome was unknown had been accepted; `member`: somebody decided so. */
export const settlementProofs = [...reportKinds, 'opened', 'clicked', 'unsubscribed', 'member'] as const;
export type SettlementProof = (typeof settlementProofs)[number];

/** How an unknown outcome was settled, and when that happened. */
export const settlementView = z.object({ proof: z.enum(settlementProofs), at: timestamp });
