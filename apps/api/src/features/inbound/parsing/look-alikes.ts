import { isDaemon } from './addresses.ts';
import { isChallenge } from './evidence.ts';
import { decodeWords, type Headers, readHeaders } from './headers.ts';
import type { RecipientReport } from './mail-terms.ts';
import { everyPart, type Part, textOf } from './mime.ts';

const receiptTypes = new Set(['message/disposition-notification', 'message/global-disposition-notification']);

/** A service that asks senders to prove that they are people, and does so in the form of a delivery status. */
export function isChallengeAsReport(reports: readonly RecipientReport[], headers: Headers, text: string): boolean {
  const isByPolicy = reports.every(({ status }) => /^[45]\.7\./.test(status ?? ''));
  return isByPolicy && !isDaemon(decodeWords(headers.get('from'))) && isChallenge(headers, text);
}

export function isReadReceipt(root: Part): boolean {
  return /disposition-notification/i.test(root.parameters.get('report-type') ?? '') || receiptIn(root) !== undefined;
}

/** A mailbox that refuses a message after its server has taken it, in the form of a read receipt (RFC 5429, 2.1.2). */
export function isRefusalAsReceipt(root: Part, notice: readonly string[]): boolean {
  const receipt = receiptIn(root);
  const disposition = receipt ? readHeaders(textOf(receipt).replace(/^\s+/, '')).headers.get('disposition') : '';
  return (
    /automatic-action.{0,100}\b(?:deleted|denied|failed)/i.test(disposition) &&
    notice.some((line) => /\b(?:rejected|refused)\b/i.test(line))
  );
}

function receiptIn(root: Part): Part | undefined {
  return [...everyPart(root)].find(({ type }) => receiptTypes.has(type));
}
