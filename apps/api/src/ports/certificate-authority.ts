/** What the authority will ask the host for at `/.well-known/acme-challenge/<token>` (RFC 8555, 8.3). */
export interface Challenge {
  readonly token: string;
  readonly answer: string;
}

export interface CertificateOrder {
  readonly host: string;
  /** PEM. */
  readonly accountKey: string;
  /** Resolves once the host answers with it. */
  readonly publish: (challenge: Challenge) => Promise<void>;
}

export interface IssuedCertificate {
  /** PEM, the host's own first. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Why there is no certificate. `caa`: the DNS does not allow this authority. `unproven`: it asked the host and got no or
 * another answer. `limited`: too many orders; `retryAt` is when to come again, where the authority says so. `refused`: it
 * does not certify this host. `unavailable`: it does not answer, or is not well.
 */
export type OrderProblem = 'caa' | 'unproven' | 'limited' | 'refused' | 'unavailable';

export class OrderFailed extends Error {
  readonly problem: OrderProblem;
  readonly retryAt: Date | null;

  /** `words` are the authority's own. */
  constructor(problem: OrderProblem, words: string, retryAt: Date | null = null, cause?: unknown) {
    super(words, { cause });
    this.name = 'OrderFailed';
    this.problem = problem;
    this.retryAt = retryAt;
  }
}

/** An authority that certifies hosts by itself (ACME, RFC 8555). */
export abstract class CertificateAuthority {
  /** Where it is; null when the installation uses none and its proxy gets the certificates. */
  abstract readonly directoryUrl: string | null;

  /** What CAA records call it (RFC 8659); empty when it does not say. */
  abstract caaIdentities(): Promise<readonly string[]>;

  abstract newAccountKey(): Promise<string>;

  /** One certificate for one host, within a minute or two. Throws `OrderFailed`. */
  abstract order(order: CertificateOrder): Promise<IssuedCertificate>;
}
