export const findingNames = [
  'records',
  'inbound_host',
  'hand_over',
  'encryption',
  'arrival',
  'dmarc',
  'signature',
  'one_click',
  'signed_fields',
  'links',
  'message_id',
  'return_path',
  'bounce',
  'complaints',
] as const;
export type FindingName = (typeof findingNames)[number];

export const verdicts = ['pass', 'warn', 'fail', 'unknown'] as const;
/** `unknown`: nobody knows yet, or it cannot be known. */
export type Verdict = (typeof verdicts)[number];

/** One line of what a finding is based on. */
export interface Evidence {
  readonly label: string;
  readonly value: string;
}

export interface Finding {
  readonly name: FindingName;
  readonly verdict: Verdict;
  /** What was found and, unless that is fine, what to do about it. */
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

/** What was found in the DNS. */
export interface RecordsFacts {
  readonly records: readonly {
    readonly name: string;
    readonly type: string;
    readonly isRequired: boolean;
    readonly standing: 'published' | 'missing' | 'wrong' | 'unreachable' | 'unchecked';
    /** What is wrong with it; empty when nothing is. */
    readonly words: string;
  }[];
  readonly spfFaults: readonly string[];
  readonly dmarcPolicy: string | null;
}

/** How a session with a mail server was encrypted. */
export interface SessionEncryption {
  /** `TLSv1.3`; null without encryption. */
  readonly protocol: string | null;
  readonly cipher: string | null;
  /** The server runs on the same machine. */
  readonly isLocal: boolean;
}

/** A message as it arrived at our listener. */
export interface ArrivedFacts {
  readonly mailFrom: string;
  readonly from: string;
  /** Who delivered it. */
  readonly ip: string;
  readonly helo: string;
  /** Null where it came unencrypted. */
  readonly tls: string | null;
  readonly dkim: readonly {
    readonly domain: string;
    readonly selector: string;
    readonly result: string;
    readonly comment: string;
    readonly isAligned: boolean;
    /** What `h=` names, in lower case. */
    readonly fields: readonly string[];
  }[];
  readonly spf: { readonly result: string; readonly domain: string };
  readonly dmarc: { readonly result: string; readonly policy: string | null; readonly isSpfAligned: boolean };
  readonly messageId: string;
  /** Which of the fields that we sent are still there, in lower case. */
  readonly fields: readonly string[];
  /** The address in CFBL-Address (RFC 9477), which complaints go to; null where it did not arrive. */
  readonly complaintAddress: string | null;
  /** Links that are not as we sent them; empty when all are. */
  readonly changedLinks: readonly string[];
}

/** What a bounce said. */
export interface BouncedFacts {
  readonly status: string | null;
  readonly words: string;
}

interface ProbeFacts {
  readonly state: 'waiting' | 'submitting' | 'accepted' | 'not_taken' | 'unknown';
  readonly response: string | null;
  readonly returnPath: 'ours' | 'refused' | 'none' | null;
  /** What the server said of our return path. */
  readonly refusal: string | null;
  readonly encryption: SessionEncryption | null;
  readonly handedAt: Date | null;
  /** When it arrived, or its bounce did. */
  readonly cameAt: Date | null;
  /** It was waited for long enough. */
  readonly isOverdue: boolean;
}

export interface ArrivalProbe extends ProbeFacts {
  readonly id: string;
  readonly seen: ArrivedFacts | null;
}

export interface BounceProbe extends ProbeFacts {
  readonly seen: BouncedFacts | null;
}

/** Everything that findings are made of. */
export interface DeliveryTestFacts {
  readonly domain: string;
  readonly sender: string | null;
  readonly transport: string;
  readonly inboundHost: string | null;
  /** A provider that has return paths of its own, such as SendGrid; null for SMTP servers. */
  readonly provider: string | null;
  readonly records: RecordsFacts | null;
  readonly arrival: ArrivalProbe | null;
  readonly bounce: BounceProbe | null;
}

/** How long a message and a bounce are waited for. */
export const arrivalMinutes = 10;
export const bounceMinutes = 15;

/** What the signature must cover for one-click unsubscribing (RFC 8058, 4). */
export const oneClickFields = ['list-unsubscribe', 'list-unsubscribe-post'] as const;
/** What else it should cover: what people see, and what mailbox providers act on (RFC 6376, 5.4.1; RFC 9477, 3.1.4). */
export const otherSignedFields = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'cfbl-address',
  'cfbl-feedback-id',
] as const;
