import { judgeBounce, type Report } from '@engagex/domain/receipts';
import type { Outcome } from './outcome.ts';

/** What a mail server said by which it refused a message for good. */
export interface Refused {
  readonly id: string;
  readonly response: string;
}

/** Only a reply of a mail server, `550 …`: what a transport says of its own is not about the address. */
const replyCode = /^([45]\d\d)[ -]/;
/** Right after the code (RFC 2034, 4). */
const enhancedStatus = /^[45]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;

/**
 * The answers by which messages were refused for good. A mailbox that stayed full, or a domain that stayed away, until
 * there was no further attempt has refused it, too; whatever else was only put off says nothing for good.
 */
export function refusalsIn(outcomes: readonly Outcome[]): Refused[] {
  return outcomes.flatMap(({ id, reason, response }) => {
    if (response === null || !replyCode.test(response)) return [];
    const isRefusal =
      reason === 'rejected' ? response.startsWith('5') : reason === 'retries_exhausted' && isGone(response);
    return isRefusal ? [{ id, response }] : [];
  });
}

/** The same as reports; a claim hands each message over once. */
export function reportsOfRefusals(refused: readonly Refused[], claimId: string, at: Date): Report[] {
  return refused.map(({ id, response }) => ({
    deliveryId: id,
    kind: 'bounced',
    source: 'smtp',
    sourceId: claimId,
    at,
    address: null,
    status: enhancedStatus.exec(response)?.[1] ?? null,
    code: Number(replyCode.exec(response)?.[1]),
    words: response,
    given: null,
  }));
}

function isGone(words: string): boolean {
  const { class: judged } = judgeBounce({ status: null, code: null, words, given: null });
  return judged === 'full' || judged === 'domain';
}
