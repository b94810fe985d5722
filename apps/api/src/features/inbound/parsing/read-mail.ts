import { addressesIn, addressOf } from './addresses.ts';
import {
  envelopeIdOf,
  messageIdOf,
  originalMessageIdIn,
  readDeliveryStatus,
  readFlattenedStatus,
} from './delivery-status.ts';
import { announcesFailure, isAutoReply, isChallenge, systemEvidence } from './evidence.ts';
import { junkReportRecipient, readFeedback } from './feedback.ts';
import { type FreeForm, readFreeForm } from './free-form.ts';
import { Headers } from './headers.ts';
import { isChallengeAsReport, isReadReceipt, isRefusalAsReceipt } from './look-alikes.ts';
import type { InboundMail, MailKind, OurMarks, ReadMail, RecipientReport } from './mail-terms.ts';
import { findMarks } from './marks.ts';
import { everyPart, type Part, readMime } from './mime.ts';
import { attachedOriginal, separate } from './original.ts';
import { plainText } from './plain-text.ts';

interface Reading {
  readonly kind: MailKind;
  readonly rule: string;
  readonly reports?: readonly RecipientReport[];
  readonly feedbackType?: string;
  /** The fields of the message in a delivery status. */
  readonly message?: Headers;
  /** The fields of a feedback report. */
  readonly fields?: Headers;
}

/** A mail taken apart. */
interface Opened {
  readonly root: Part;
  readonly text: string;
  readonly notice: readonly string[];
  readonly original: Headers | null;
}

/** Of a mail system that gives up on a message and says nothing about whom it was to. */
const failed = {
  action: 'failed',
  address: null,
  originalAddress: null,
  status: null,
  code: null,
  words: '',
  at: null,
} as const;

/** Mail systems put reports into mails of their own; no deeper than this. */
const maxWrapped = 2;

/** Reads one mail. Never throws, whatever the bytes; takes time and memory in proportion to at most 1 MB of them. */
export function readMail(mail: InboundMail, marks: OurMarks): ReadMail {
  const root = readMime(mail.raw);
  const opened = open(root);
  const reading = read(opened, mail.envelopeTo, maxWrapped);
  const { text, original } = opened;
  const message = reading.message ?? new Headers([]);
  const envelopeId = envelopeIdOf(message);
  const originalMessageId = messageIdOf(original?.get('message-id') ?? '') ?? originalMessageIdIn(message);
  const feedback = reading.fields ?? new Headers([]);
  const about = { original, envelopeId, originalMessageId, feedback };
  const traces = { headers: root.headers, envelopeTo: mail.envelopeTo, text, ...about };
  return {
    kind: reading.kind,
    rule: reading.rule,
    reports: reading.reports ?? [],
    feedbackType: reading.feedbackType ?? null,
    ...findMarks(traces, marks),
    originalMessageId,
    envelopeId,
    messageId: messageIdOf(root.headers.get('message-id')),
  };
}

function open(root: Part): Opened {
  const text = plainText(root);
  const { lines, quoted } = separate(text);
  const original = attachedOriginal(root) ?? (root.headers.has(junkReportRecipient) ? root.headers : quoted);
  return { root, text, notice: lines, original };
}

/** By structure first, then what is certainly no bounce, then by words. */
function read(opened: Opened, envelopeTo: readonly string[], wrapped: number): Reading {
  const { root, text } = opened;
  const { headers } = root;
  const notice = opened.notice.join('\n'); // messages that come back ask people to confirm things, too
  if (headers.size === 0) return { kind: 'unreadable', rule: 'no-headers' };
  const feedback = readFeedback(root);
  if (feedback) {
    const { isComplaint, ...rest } = feedback;
    return { ...rest, kind: isComplaint ? 'complaint' : 'feedback' };
  }
  const evidence = systemEvidence(headers);
  const status = evidence >= 1 ? readDeliveryStatus(root) : null;
  if (status && isChallengeAsReport(status.reports, headers, notice)) return { kind: 'challenge', rule: 'challenge' };
  if (status) {
    const freeForm = () => readByWords(opened, envelopeTo);
    return {
      kind: 'dsn',
      rule: 'rfc3464',
      message: status.message,
      reports: distinct(status.reports.map((report) => complete(report, opened, freeForm))),
    };
  }
  if (isReadReceipt(root)) {
    const refusal = isRefusalAsReceipt(root, opened.notice) ? readByWords(opened, envelopeTo) : null;
    return refusal
      ? { kind: 'bounce', rule: 'rfc5429', reports: refusal.reports }
      : { kind: 'read_receipt', rule: 'rfc8098' };
  }
  if (isAutoReply(headers)) return { kind: 'auto_reply', rule: 'rfc3834' };
  if (isChallenge(headers, notice)) return { kind: 'challenge', rule: 'challenge' };
  if (evidence < 2) return { kind: 'unrelated', rule: 'none' };
  const flattened = readFlattenedStatus(text);
  if (flattened) return { kind: 'dsn', rule: 'rfc3464-in-text', ...flattened };
  const inner = wrapped > 0 ? readInner(root, envelopeTo, wrapped - 1) : null;
  if (inner) return inner;
  const freeForm = readByWords(opened, envelopeTo);
  // Two signs may be chance: then it takes the message that came back, or the sentence of a mail server that we know.
  const isCertain = evidence > 2 || opened.original !== null || freeForm?.rule !== 'anyone';
  if (freeForm && isCertain) return { kind: 'bounce', ...freeForm };
  return announcesFailure(headers)
    ? { kind: 'bounce', rule: 'announced', reports: [failed] }
    : { kind: 'unrelated', rule: 'none' };
}

/** A report that a gateway attached to a notice of its own. */
function readInner(root: Part, envelopeTo: readonly string[], wrapped: number): Reading | null {
  for (const part of everyPart(root)) {
    if (part.type !== 'message/rfc822') continue;
    const inner = readMime(Buffer.from(part.body, 'latin1'));
    if (systemEvidence(inner.headers) < 2) continue;
    const reading = read(open(inner), envelopeTo, wrapped);
    if (reading.kind === 'dsn' || reading.kind === 'bounce') return reading;
  }
  return null;
}

function readByWords({ root, notice, original }: Opened, envelopeTo: readonly string[]): FreeForm | null {
  const failed = root.headers.all('x-failed-recipients').flatMap(addressesIn);
  const to = original ? addressesIn(['x-envelope-to', 'to'].flatMap((name) => original.get(name)).join(' ')) : [];
  const ours = [
    ...envelopeTo,
    ...['to', 'delivered-to', 'x-original-to', 'from', 'return-path', 'reply-to'].flatMap((name) =>
      root.headers.all(name),
    ),
    ...['from', 'return-path', 'sender', 'reply-to', 'errors-to'].flatMap((name) => original?.all(name) ?? []),
  ].flatMap(addressesIn);
  const otherwise = failed.length > 0 ? failed : to.length === 1 ? to : [];
  const sender = new Set(
    ours
      .map((address) => address.toLowerCase())
      .filter((address) => !failed.some((one) => one.toLowerCase() === address)),
  );
  const evidence = systemEvidence(root.headers) + (original ? 1 : 0);
  return readFreeForm(notice, { ours: sender, otherwise, isNamed: failed.length > 0, evidence });
}

/** A status that names nobody or gives no words: the text beside it may. */
function complete(
  report: RecipientReport,
  { root, original }: Opened,
  freeForm: () => FreeForm | null,
): RecipientReport {
  if (report.address && report.words) return report;
  const others = freeForm()?.reports ?? [];
  const address =
    report.address ??
    others[0]?.address ??
    addressOf(root.headers.get('x-failed-recipients')) ??
    addressOf(original?.get('to') ?? '');
  const same = others.find((other) => other.address?.toLowerCase() === address?.toLowerCase()) ?? others[0];
  const words = report.words || (same?.words ?? '');
  return {
    ...report,
    address,
    words,
    code: report.code ?? same?.code ?? null,
    status: report.status ?? same?.status ?? null,
  };
}

/** Some repeat a recipient for every try. The last word counts. */
function distinct(reports: readonly RecipientReport[]): RecipientReport[] {
  return [...new Map(reports.map((report, at) => [report.address?.toLowerCase() ?? at, report])).values()];
}
