/** How our own marks are recognized. Each returns the id of the delivery, or null when the text is not ours. */
export interface OurMarks {
  /** By the local part of an address, as in MAIL FROM. It may arrive in another case. */
  readonly readToken: (localPart: string) => string | null;
  /** By a Message-ID, without its angle brackets. */
  readonly readMessageId: (messageId: string) => string | null;
  /** By an envelope id (RFC 3461), decoded from xtext. */
  readonly readEnvelopeId: (envelopeId: string) => string | null;
}

/** A mail as it came in. */
export interface InboundMail {
  readonly raw: Uint8Array;
  /** Addresses of RCPT TO, where they are known. */
  readonly envelopeTo: readonly string[];
}

/**
 * `dsn`: a delivery status notification (RFC 3464, 6533). `bounce`: says the same in free form. `complaint`: an abuse report
 * (RFC 5965). `feedback`: a report of another kind, such as `not-spam` or `auth-failure`. `read_receipt`: RFC 8098.
 * `challenge`: asks the sender to confirm. `unrelated`: none of these. `unreadable`: too large or too deeply nested.
 */
export const mailKinds = [
  'dsn',
  'bounce',
  'complaint',
  'feedback',
  'auto_reply',
  'challenge',
  'read_receipt',
  'unrelated',
  'unreadable',
] as const;
export type MailKind = (typeof mailKinds)[number];

export const reportedActions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded', 'complained'] as const;
export type ReportedAction = (typeof reportedActions)[number];

/** What a mail says of one recipient. Only `failed` is a bounce. */
export interface RecipientReport {
  readonly action: ReportedAction;
  /** The address that it is about; null when it is redacted or not named. */
  readonly address: string | null;
  /** The address as we wrote to it (ORCPT), when it differs. */
  readonly originalAddress: string | null;
  /** Enhanced status code (RFC 3463). */
  readonly status: string | null;
  /** Reply code (RFC 5321). */
  readonly code: number | null;
  /** The words of the server that refused, at most 1,000 characters. */
  readonly words: string;
  readonly at: Date | null;
}

export interface ReadMail {
  readonly kind: MailKind;
  /** One per recipient. Empty unless the kind is `dsn`, `bounce` or `complaint`. */
  readonly reports: readonly RecipientReport[];
  /** The delivery that it is about, by the first of our marks that is found in it; null: log only. */
  readonly deliveryId: string | null;
  readonly markedBy: 'token' | 'envelope_id' | 'message_id' | null;
  /** The original message's own, without angle brackets. */
  readonly originalMessageId: string | null;
  readonly envelopeId: string | null;
  /** Of an abuse or feedback report: `abuse`, `not-spam`, `auth-failure`, … */
  readonly feedbackType: string | null;
  /** The rule by which it was read, such as `rfc3464` or `qmail`. */
  readonly rule: string;
  /** The Message-ID of this mail itself: the same mail read twice reports the same. */
  readonly messageId: string | null;
}

/** Reads one mail. Never throws, whatever the bytes; takes time and memory in proportion to at most 1 MB of them. */
export function readMail(_mail: InboundMail, _marks: OurMarks): ReadMail {
  return {
    kind: 'unrelated',
    reports: [],
    deliveryId: null,
    markedBy: null,
    originalMessageId: null,
    envelopeId: null,
    feedbackType: null,
    rule: 'none',
    messageId: null,
  };
}
