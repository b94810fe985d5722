import type { AlignmentCause, PublishedPolicy } from '@engagex/domain/domain-reports';

interface AnyReport {
  readonly domain: string;
  readonly reporter: string;
  readonly reporterEmail: string | null;
  readonly reportId: string;
  /** ISO 8601. */
  readonly beginsAt: string;
  readonly endsAt: string;
}

export interface DmarcReport extends AnyReport {
  readonly kind: 'dmarc';
  readonly policy: PublishedPolicy;
  readonly rows: readonly DmarcRow[];
}

export interface DmarcRow {
  readonly sourceIp: string;
  readonly count: number;
  readonly disposition: 'none' | 'quarantine' | 'reject';
  readonly dkimAligned: boolean;
  readonly spfAligned: boolean;
  readonly headerFrom: string;
  readonly envelopeFrom: string | null;
  readonly dkim: readonly SignatureResult[];
  readonly spf: readonly PathResult[];
  /** Why the receiver did not follow the policy, such as `forwarded`. */
  readonly overrides: readonly string[];
  readonly cause: AlignmentCause;
  readonly voucher: string | null;
}

export interface SignatureResult {
  readonly domain: string;
  readonly selector: string | null;
  readonly result: string;
}

export interface PathResult {
  readonly domain: string;
  readonly scope: string | null;
  readonly result: string;
}

export interface TlsReport extends AnyReport {
  readonly kind: 'tls';
  readonly policyType: string;
  readonly sessions: number;
  readonly failedSessions: number;
  readonly failures: readonly TlsFailureRow[];
}

export interface TlsFailureRow {
  readonly type: string;
  readonly count: number;
  readonly sendingIp: string | null;
  readonly mailServer: string | null;
  readonly reason: string | null;
}

export type ParsedReport = DmarcReport | TlsReport;
