import { addressOf } from './addresses.ts';
import { decodeWords, type Headers, readHeaders } from './headers.ts';
import type { RecipientReport } from './mail-terms.ts';
import { everyPart, type Part, textOf } from './mime.ts';
import { attachedOriginal } from './original.ts';

/** A report of the mailbox provider about what a person did with a message (RFC 5965). */
export interface Feedback {
  readonly isComplaint: boolean;
  readonly feedbackType: string;
  readonly rule: string;
  readonly reports: readonly RecipientReport[];
}

/** Types by which a person, or their provider for them, asks for no more (RFC 5965, 7.3; `opt-out` of its drafts). */
const complaints = new Set(['abuse', 'fraud', 'opt-out', 'opt-out-list', 'unsubscribe', 'complaint', 'spam']);
const maxReports = 100;

export function readFeedback(root: Part): Feedback | null {
  const original = attachedOriginal(root);
  for (const part of everyPart(root)) {
    if (part.type !== 'message/feedback-report') continue;
    const fields = readHeaders(textOf(part).replace(/^\s+/, '')).headers;
    const feedbackType = /[a-z0-9-]+/.exec(fields.get('feedback-type').toLowerCase())?.[0] ?? '';
    if (!feedbackType && fields.size === 0) continue;
    return feedback(feedbackType || 'abuse', 'rfc5965', addresses(fields, original), fields);
  }
  return readJunkReport(root, original);
}

/**
 * Reports without a machine-readable part: Microsoft's junk mail reports (an attached message, or since 2026 only its
 * headers, with the reader's address in a header of their own) and those that resend the message under such a subject.
 */
function readJunkReport(root: Part, original: Headers | null): Feedback | null {
  const recipient = original?.get('x-hmxmroriginalrecipient') || root.headers.get('x-hmxmroriginalrecipient');
  const subject = decodeWords(root.headers.get('subject')).toLowerCase();
  const isReport =
    root.type === 'multipart/report' && root.parameters.get('report-type')?.toLowerCase() === 'feedback-report';
  if (!recipient && !isReport && !(original && subject.includes('complaint about message from'))) return null;
  const address = recipient ? addressOf(recipient) : null;
  return feedback(
    'abuse',
    recipient ? 'junk-mail-report' : 'complaint-without-fields',
    address ? [address] : sentTo(original),
    null,
  );
}

function feedback(
  feedbackType: string,
  rule: string,
  found: readonly (string | null)[],
  fields: Headers | null,
): Feedback {
  const isComplaint = complaints.has(feedbackType);
  const date = new Date(fields?.get('arrival-date') || fields?.get('received-date') || Number.NaN);
  const base = { action: 'complained', originalAddress: null, status: null, code: null, words: feedbackType } as const;
  const at = Number.isNaN(date.getTime()) ? null : date;
  const reports = (found.length > 0 ? found : [null]).slice(0, maxReports).map((address) => ({ ...base, address, at }));
  return { isComplaint, feedbackType, rule, reports: isComplaint ? reports : [] };
}

/** Every Original-Rcpt-To counts. Where they are redacted (RFC 6590), what is left of them tells nothing. */
function addresses(fields: Headers, original: Headers | null): (string | null)[] {
  const names = ['original-rcpt-to', 'removal-recipient', 'x-original-to'];
  const named = names
    .flatMap((name) => fields.all(name))
    .map(addressOf)
    .filter((address) => address !== null);
  return named.length > 0 ? [...new Set(named)] : sentTo(original);
}

function sentTo(original: Headers | null): (string | null)[] {
  const to = original ? decodeWords(original.get('to')) : '';
  const address = /redacted|removed|undisclosed/i.test(to) ? null : addressOf(to);
  return [address];
}
