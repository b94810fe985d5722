import { isComplaintType } from '@engagex/domain/receipts';
import { addressOf } from './addresses.ts';
import { decodeWords, Headers, readHeaders } from './headers.ts';
import type { RecipientReport } from './mail-terms.ts';
import { everyPart, type Part, textOf } from './mime.ts';
import { attachedOriginal } from './original.ts';
import { plainText } from './plain-text.ts';

/** A report of the mailbox provider about what a person did with a message (RFC 5965). */
export interface Feedback {
  readonly isComplaint: boolean;
  readonly feedbackType: string;
  readonly rule: string;
  readonly reports: readonly RecipientReport[];
  /** The fields of the report; empty where it has none. */
  readonly fields: Headers;
}

const maxReports = 100;

export function readFeedback(root: Part): Feedback | null {
  const original = attachedOriginal(root);
  const isReport =
    root.type === 'multipart/report' && root.parameters.get('report-type')?.toLowerCase() === 'feedback-report';
  for (const part of everyPart(root)) {
    const isFields = part.type === 'message/feedback-report' || (isReport && isMislabelled(part));
    if (!isFields) continue;
    const fields = readHeaders(textOf(part).replace(/^\s+/, '')).headers;
    if (fields.size > 0) return feedback(typeOf(fields), 'rfc5965', addresses(fields, original), fields);
  }
  return readJunkReport(root, original, isReport);
}

/** The fields as a text or a file: some cannot give them their own type. */
function isMislabelled(part: Part): boolean {
  return part.parts.length === 0 && /^\s*(?:[a-z-]{3,40}:[^\n]*\n\s*){0,20}?feedback-type[ \t]?:/i.test(textOf(part));
}

/** Without a type it is an abuse report, unless it says which check failed (RFC 6591, 3.1). */
function typeOf(fields: Headers): string {
  const said = /[a-z0-9-]+/.exec(fields.get('feedback-type').toLowerCase())?.[0];
  return said ?? (fields.has('auth-failure') ? 'auth-failure' : 'abuse');
}

/** Microsoft puts the reader's address in front of the headers of a message that was reported as junk. */
export const junkReportRecipient = 'x-hmxmroriginalrecipient';

/** `complaint about message from 192.0.2.1`: how Microsoft's junk mail reports call themselves. */
export function isJunkReportSubject(headers: Headers): boolean {
  return /^\s*complaint about message from/i.test(decodeWords(headers.get('subject')));
}

/**
 * Reports without a machine-readable part: Microsoft's junk mail reports (an attached message, or since 2026 only its
 * headers, with the reader's address in a header of their own) and those that resend the message under such a subject.
 */
function readJunkReport(root: Part, original: Headers | null, isReport: boolean): Feedback | null {
  const recipient = original?.get(junkReportRecipient) || root.headers.get(junkReportRecipient);
  if (!recipient && !isReport && !(original && isJunkReportSubject(root.headers))) return null;
  if (!recipient && isReport && isOfAnotherKind(root)) return feedback('other', 'feedback-without-fields', [], null);
  const address = recipient ? addressOf(recipient) : null;
  return feedback(
    'abuse',
    recipient ? 'junk-mail-report' : 'complaint-without-fields',
    address ? [address] : sentTo(original),
    null,
  );
}

/** In words only: of checks that failed, or of a message that a person wants after all. */
function isOfAnotherKind(root: Part): boolean {
  const text = `${decodeWords(root.headers.get('subject'))}\n${plainText(root).slice(0, 4_000)}`;
  return /\b(?:dmarc|dkim|spf|authentication|forensic|not[ -](?:spam|junk)|virus)\b/i.test(text);
}

function feedback(
  feedbackType: string,
  rule: string,
  found: readonly (string | null)[],
  fields: Headers | null,
): Feedback {
  const isComplaint = isComplaintType(feedbackType);
  const date = new Date(fields?.get('arrival-date') || fields?.get('received-date') || Number.NaN);
  const base = { action: 'complained', originalAddress: null, status: null, code: null, words: feedbackType } as const;
  const at = Number.isNaN(date.getTime()) ? null : date;
  const reports = (found.length > 0 ? found : [null]).slice(0, maxReports).map((address) => ({ ...base, address, at }));
  return { isComplaint, feedbackType, rule, reports: isComplaint ? reports : [], fields: fields ?? new Headers([]) };
}

/** Every Original-Rcpt-To counts. Where they are redacted (RFC 6590), what is left of them tells nothing. */
function addresses(fields: Headers, original: Headers | null): (string | null)[] {
  const names = ['original-rcpt-to', 'removal-recipient', 'x-original-to'];
  const named = names
    .flatMap((name) => fields.all(name))
    .map(unredacted)
    .filter((address) => address !== null);
  return named.length > 0 ? [...new Set(named)] : sentTo(original);
}

function sentTo(original: Headers | null): (string | null)[] {
  return [original ? unredacted(decodeWords(original.get('to'))) : null];
}

function unredacted(text: string): string | null {
  return /redacted|removed|undisclosed/i.test(text) ? null : addressOf(text);
}
