import { Inject, Injectable } from '@nestjs/common';
import { text } from 'node:stream/consumers';
import {
  checkBimi,
  checkMtaSts,
  checkTlsRpt,
  type domainReportsRoutes,
  type FetchedLogo,
  type FetchedPolicy,
  logoAddressIn,
  ofVersion,
  tagsOf,
  type Texts,
} from '@engagex/domain/domain-reports';
import { type AnswerOf, DomainError } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { fetchOutside, isOutside } from '../../platform/outgoing/fetch-outside.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Dns, type DnsInquiry } from '../../ports/dns.ts';
import { OwnedDomains } from './owned-domains.ts';
import { foreignDomain } from './reading/report-refusals.ts';

type Answer = AnswerOf<typeof domainReportsRoutes.standards>;

const inquiryLimits = { queries: 30, milliseconds: 8_000 };
const fetchMs = 8_000;
const policyBytes = 64 * 1024; // RFC 8461, 3.3
const logoBytes = 1024 * 1024;

/** Looks at what a domain publishes besides SPF, DKIM and DMARC. Network calls: never in a transaction. */
@Injectable()
export class CheckStandards {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly dns: Dns,
    private readonly owned: OwnedDomains,
  ) {}

  async of(domain: string): Promise<Answer> {
    const own = await this.db.transaction(() => this.owned.ownAmong([domain]));
    if (own.length === 0) throw foreignDomain([domain]);
    const inquiry = this.dns.inquire(inquiryLimits);
    await inquiry.zoneOf(domain);
    const items = await Promise.all([
      this.#bimi(inquiry, domain),
      this.#mtaSts(inquiry, domain),
      textsOf(inquiry, `_smtp._tls.${domain}`).then((texts) => checkTlsRpt(texts, domain)),
    ]);
    return { items: items.map(({ findings, ...rest }) => ({ ...rest, findings: [...findings] })) };
  }

  async #bimi(inquiry: DnsInquiry, domain: string) {
    const texts = await textsOf(inquiry, `default._bimi.${domain}`);
    const [policy] = ofVersion((await textsOf(inquiry, `_dmarc.${domain}`)) ?? [], 'DMARC1');
    const tags = policy === undefined ? null : tagsOf(policy);
    const dmarc = tags && { p: tags.get('p')?.toLowerCase() ?? 'none', pct: tags.get('pct') ?? null };
    const address = logoAddressIn(texts);
    return checkBimi({ domain, texts, dmarc, logo: address === null ? null : await this.#logo(address) });
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
