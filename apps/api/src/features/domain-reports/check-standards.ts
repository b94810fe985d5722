import { Inject, Injectable } from '@nestjs/common';
import { text } from 'node:stream/consumers';
import {
  certificateAddressIn,
  checkBimi,
  checkDmarcPolicy,
  checkMtaSts,
  checkTlsRpt,
  type domainReportsRoutes,
  type FetchedCertificate,
  type FetchedLogo,
  type FetchedPolicy,
  logoAddressIn,
  ofVersion,
  reportHostsIn,
  tagsOf,
  type Texts,
} from '@engagex/domain/domain-reports';
import { type AnswerOf, DomainError } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { getDomain } from 'tldts';
import type { Config } from '../../config.ts';
import { fetchOutside, isOutside } from '../../platform/outgoing/fetch-outside.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Dns, type DnsInquiry } from '../../ports/dns.ts';
import { Clock } from '../../ports/clock.ts';
import { checkDmarc } from '../domains/index.ts';
import { readLogoCertificate } from './logo-certificate.ts';
import { OwnedDomains } from './owned-domains.ts';
import { foreignDomain } from './reading/report-refusals.ts';

type Answer = AnswerOf<typeof domainReportsRoutes.standards>;

const inquiryLimits = { queries: 50, milliseconds: 8_000 };
const fetchMs = 8_000;
const policyBytes = 64 * 1024; // RFC 8461, 3.3
const logoBytes = 1024 * 1024;
const certificateBytes = 512 * 1024; // it has the logo in it
/** Of so many the answer is looked up. */
const mostReportHosts = 5;

/** Looks at what a domain publishes besides SPF and DKIM. Network calls: never in a transaction. */
@Injectable()
export class CheckStandards {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly dns: Dns,
    private readonly clock: Clock,
    private readonly owned: OwnedDomains,
  ) {}

  async of(domain: string): Promise<Answer> {
    const own = await this.db.transaction(() => this.owned.ownAmong([domain]));
    if (own.length === 0) throw foreignDomain([domain]);
    const inquiry = this.dns.inquire(inquiryLimits);
    await inquiry.zoneOf(domain);
    const items = await Promise.all([
      this.#dmarc(inquiry, domain),
      this.#bimi(inquiry, domain),
      this.#mtaSts(inquiry, domain),
      textsOf(inquiry, `_smtp._tls.${domain}`).then((texts) => checkTlsRpt(texts, domain)),
    ]);
    return { items: items.map(({ findings, ...rest }) => ({ ...rest, findings: [...findings] })) };
  }

  async #bimi(inquiry: DnsInquiry, domain: string) {
    const texts = await textsOf(inquiry, `default._bimi.${domain}`);
    const policy = await checkDmarc(domain, inquiry);
    const pct = tagsOf(policy?.record ?? '').get('pct') ?? null;
    const dmarc = policy?.policy ? { p: policy.policy, pct } : null;
    const [logo, certificate] = [logoAddressIn(texts), certificateAddressIn(texts)];
    return checkBimi({
      domain,
      texts,
      dmarc,
      logo: logo === null ? null : await this.#logo(logo),
      certificate: certificate === null ? null : await this.#certificate(certificate),
      now: this.clock.now(),
    });
  }

  async #dmarc(inquiry: DnsInquiry, domain: string) {
    const found = await checkDmarc(domain, inquiry);
    const policyDomain = found?.at?.replace(/^_dmarc\./, '') ?? null;
    const texts = found && (await textsOf(inquiry, `_dmarc.${policyDomain ?? domain}`));
    const others = reportHostsIn(texts).filter((host) => getDomain(host) !== getDomain(policyDomain ?? domain));
    const reportHosts = await Promise.all(
      others.slice(0, mostReportHosts).map(async (host) => {
        const answer = await textsOf(inquiry, `${policyDomain ?? domain}._report._dmarc.${host}`); // RFC 9990, 4
        return { host, isAuthorized: answer && ofVersion(answer, 'DMARC1').length > 0 };
      }),
    );
    return checkDmarcPolicy({ domain, policyDomain, texts, reportHosts });
  }

  async #mtaSts(inquiry: DnsInquiry, domain: string) {
    const texts = await textsOf(inquiry, `_mta-sts.${domain}`);
    if (ofVersion(texts ?? [], 'STSv1').length === 0)
      return checkMtaSts({ domain, texts, policy: null, exchanges: null });
    const mx = await inquiry.ask(domain, 'MX');
    const exchanges =
      mx.kind === 'unreachable' ? null : mx.kind === 'found' ? mx.records.map((each) => each.exchange) : [];
    return checkMtaSts({ domain, texts, policy: await this.#policy(domain), exchanges });
  }

  /** RFC 8461, 3.3: redirects are not followed. */
  async #policy(domain: string): Promise<FetchedPolicy> {
    const url = `https://mta-sts.${domain}/.well-known/mta-sts.txt`;
    return this.#fetched(url, { maxBytes: policyBytes, redirects: 0, accept: 'text/plain' }, (file) => ({
      text: file,
    }));
  }

  async #logo(url: string): Promise<FetchedLogo> {
    const limits = { maxBytes: logoBytes, redirects: 5, accept: 'image/svg+xml' };
    return this.#fetched(url, limits, (svg) => ({ svg, bytes: Buffer.byteLength(svg) }));
  }

  async #certificate(url: string): Promise<FetchedCertificate> {
    const limits = { maxBytes: certificateBytes, redirects: 5, accept: 'application/pem-certificate-chain, */*' };
    const fetched = await this.#fetched(url, limits, (pem) => ({ pem }));
    return 'problem' in fetched ? fetched : readLogoCertificate(fetched.pem);
  }

  async #fetched<T>(
    url: string,
    limits: { readonly maxBytes: number; readonly redirects: number; readonly accept: string },
    read: (file: string) => T,
  ): Promise<T | { readonly problem: string }> {
    const mayReach = this.config.PRIVATE_NETWORKS ? () => true : isOutside;
    try {
      return read(await fetchOutside(url, { dns: this.dns, mayReach, timeoutMs: fetchMs, ...limits }, text));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { problem: error.message };
    }
  }
}

async function textsOf(inquiry: DnsInquiry, name: string): Promise<Texts> {
  const reply = await inquiry.ask(name, 'TXT');
  if (reply.kind === 'unreachable') return null;
  return reply.kind === 'found' ? reply.records.map((strings) => strings.join('')) : [];
}
