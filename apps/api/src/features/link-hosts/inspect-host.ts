import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import type { LinkVerdict } from '@engagex/domain/link-hosts';
import { DomainError } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import { fetchOutside, isOutside } from '../../platform/outgoing/fetch-outside.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { CertificateAuthority } from '../../ports/certificate-authority.ts';
import { Dns } from '../../ports/dns.ts';
import { proofOf, proofPath } from './host-proof.ts';
import { httpsOnlyBecause } from './https-only.ts';
import { caaObjection, whereItLeads } from './where-it-leads.ts';

export interface Inspected {
  readonly verdict: LinkVerdict;
  readonly detail: string | null;
}

const fine: Inspected = { verdict: null, detail: null };
const fetchMs = 8_000;
const inquiryLimits = { queries: 40, milliseconds: 8_000 };
const largestProof = 1_024;

/** Looks at a link host from outside, as a reader's browser would. Network calls: never in a transaction. */
@Injectable()
export class InspectHost {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly dns: Dns,
    private readonly authority: CertificateAuthority,
  ) {}

  /** The host that link hosts lead to. */
  get target(): string {
    return new URL(this.config.PUBLIC_URL).hostname;
  }

  /** HTTPS decides; the DNS is asked why it does not work. */
  async inspect(host: string): Promise<Inspected> {
    const fetched = await this.#fetch(host);
    if (fetched.verdict === null) return fine;
    const { verdict, detail } = await this.#diagnose(host, fetched);
    if (verdict === 'no_record') return { verdict, detail };
    const strict = await httpsOnlyBecause(host, { ...this.#fetching, port: this.#port });
    return { verdict, detail: [detail, strict].filter(Boolean).join(' ') || null };
  }

  async #diagnose(host: string, fetched: Inspected): Promise<Inspected> {
    const dns = this.dns.inquire(inquiryLimits);
    await dns.zoneOf(host);
    const leads = await whereItLeads(dns, host, this.target);
    if (leads !== 'here') return { verdict: leads.problem, detail: leads.detail };
    if (fetched.verdict !== 'certificate') return fetched;
    const objection = await caaObjection(dns, host, await this.#authorityNames());
    return objection === null ? fetched : { verdict: 'caa', detail: objection };
  }

  get #port(): string {
    const { LINK_HOSTS_PORT: port } = this.config;
    return port === 443 ? '' : `:${port}`;
  }

  get #fetching() {
    return { dns: this.dns, mayReach: this.config.PRIVATE_NETWORKS ? () => true : isOutside };
  }

  async #fetch(host: string): Promise<Inspected> {
    const nonce = randomBytes(16).toString('hex');
    const url = `https://${host}${this.#port}${proofPath}/${nonce}`;
    const limits = { maxBytes: largestProof, timeoutMs: fetchMs, redirects: 0, accept: 'text/plain' };
    try {
      const body = await fetchOutside(url, { ...this.#fetching, ...limits }, text);
      if (body.trim() === proofOf(this.config.TRACKING_SECRET, host, nonce)) return fine;
      return { verdict: 'other_server', detail: 'Another server answered.' };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return verdictOf(error);
    }
  }

  /** What CAA records call it. */
  async #authorityNames(): Promise<readonly string[]> {
    return this.authority.directoryUrl === null ? [] : this.authority.caaIdentities();
  }
}

function verdictOf(error: DomainError): Inspected {
  switch (error.code) {
    case 'url.unknown-host':
      return { verdict: 'no_record', detail: null };
    case 'url.private-network':
      return { verdict: 'elsewhere', detail: 'It leads to an address in a private network.' };
    case 'url.too-slow':
      return { verdict: 'unreachable', detail: `It did not answer within ${fetchMs / 1_000} seconds.` };
    case 'url.unreachable':
      return verdictOfConnection(error.cause);
    default:
      return { verdict: 'other_server', detail: error.message };
  }
}

const ofCertificates =
  /^(?:CERT_|UNABLE_|DEPTH_|SELF_|HOSTNAME_|ERR_TLS_CERT|ERR_SSL|EPROTO|ERR_TLS)|ALERT|certificate/i;

function verdictOfConnection(cause: unknown): Inspected {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!ofCertificates.test(code))
    return { verdict: 'unreachable', detail: code ? `The connection failed (${code}).` : null };
  return { verdict: 'certificate', detail: wordsOfCertificate[code] ?? null };
}

const wordsOfCertificate: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another host.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself, which no browser accepts.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is from an authority that browsers do not trust.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'Its certificate is from an authority that browsers do not trust, or part of the chain is missing.',
};
