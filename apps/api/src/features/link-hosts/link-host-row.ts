import type { LinkHostState, LinkProblem } from '@engagex/domain/link-hosts';

export interface LinkHostRow {
  readonly id: string;
  readonly domain: string;
  readonly host: string;
  readonly state: LinkHostState;
  readonly stateSince: Date;
  readonly problem: LinkProblem | null;
  readonly detail: string | null;
  readonly misses: number;
  readonly checkedAt: Date | null;
  readonly wantedAt: Date | null;
  readonly usedAt: Date | null;
  /** Whether its sending domain is verified. */
  readonly isDomainOwned: boolean;
  readonly retiredAt: Date | null;
  readonly orderFailures: number;
  readonly orderProblem: string | null;
  readonly nextOrderAt: Date | null;
  readonly createdAt: Date;
  readonly issuer: string | null;
  readonly issuedAt: Date | null;
  readonly expiresAt: Date | null;
}
