import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { gatewayOf, mailboxProviderOf } from '@engagex/domain/transports';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Dns } from '../../ports/dns.ts';

const dayMs = 86_400_000;
/** Facts of the DNS change rarely; that a domain has no exchanger may be a mistake being fixed. */
const [knownForMs, nothingForMs] = [7 * dayMs, dayMs];
const atOnce = 20;
/** A campaign does not wait longer than this for slow name servers; unknown domains count as others. */
const patienceMs = 5_000;

/** Reserved names (RFC 2606, RFC 6761), which are never looked up. */
const reserved = /(^|\.)(test|example|invalid|localhost|local|example\.(com|net|org))$/;

/** Which family of mailbox providers takes the mail of a domain, asked once and kept for a week. */
@Injectable()
export class ReceivingDomains {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly dns: Dns,
  ) {}

  /** Finds out about those of these domains that are not known. Asks the network, so keep transactions out of it. */
  async resolve(domains: readonly string[]): Promise<void> {
    const until = Date.now() + patienceMs;
    const wanted = domains.filter((domain) => !reserved.test(domain));
    const unknown = await this.#unknown(wanted);
    const next = unknown.values();
    const asking = async () => {
      for (const domain of next) {
        if (Date.now() > until) return;
        await this.#ask(domain);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, asking));
  }

  async #ask(domain: string): Promise<void> {
    try {
      const exchanges = await this.dns.exchangesOf(domain);
      const keptMs = exchanges.length > 0 ? knownForMs : nothingForMs;
      await this.source.query(
        `insert into receiving_domains (domain, mailbox_provider, gateway, expires_at) values ($1, $2, $3, $4)
         on conflict (domain) do update set mailbox_provider = excluded.mailbox_provider, gateway = excluded.gateway,
           expires_at = excluded.expires_at`,
        [domain, mailboxProviderOf(exchanges), gatewayOf(exchanges), new Date(this.clock.now().getTime() + keptMs)],
      );
    } catch (err) {
      this.log.warn({ err, domain }, 'nobody said who takes the mail of a domain; it counts as others');
    }
  }

  async #unknown(domains: readonly string[]): Promise<string[]> {
    if (domains.length === 0) return [];
    const rows: { domain: string }[] = await this.source.query(
      `select d.domain from unnest($1::text[]) with ordinality as d (domain, n)
       where not exists (select from receiving_domains r where r.domain = d.domain and r.expires_at > $2) order by d.n`,
      [domains, this.clock.now()],
    );
    return rows.map(({ domain }) => domain);
  }
}
