import { Inject, Injectable } from '@nestjs/common';
import { liveForMs } from '@engagex/domain/link-hosts';
import { domainOf } from '@engagex/domain/shared';
import { asSystem, currentScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { CheckLinkHost } from './check-link-host.ts';
import type { LinkHostRow } from './link-host-row.ts';
import { hostOfDomain, noteUse, noteWish } from './link-hosts.queries.ts';

const keptMs = 30_000;
const mostKept = 5_000;

/** Where links in new mail begin. */
@Injectable()
export class LinkBases {
  readonly #own: string;
  readonly #port: string;
  readonly #kept = new Map<string, { readonly until: number; readonly base: Promise<string> }>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly checks: CheckLinkHost,
  ) {
    this.#own = config.PUBLIC_URL.replace(/\/$/, '');
    this.#port = config.LINK_HOSTS_PORT === 443 ? '' : `:${config.LINK_HOSTS_PORT}`;
  }

  /**
   * The address that tracked links of mail from this sender begin with, without a slash at its end: the link host of its
   * domain while that is the organization's and the host works over HTTPS, else the installation's own. Asked for each batch and answered from memory for
   * half a minute. Outside of any transaction: a host that was not looked at for a while is looked at first.
   */
  async baseFor(sender: string): Promise<string> {
    const domain = domainOf(sender).toLowerCase();
    const key = `${currentScope().organizationId} ${domain}`;
    const now = this.clock.now().getTime();
    const kept = this.#kept.get(key);
    if (kept && kept.until > now) return kept.base;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    const base = asSystem('link hosts', () => this.#find(domain));
    this.#kept.set(key, { until: now + keptMs, base });
    base.catch(() => this.#kept.delete(key));
    return base;
  }

  async #find(domain: string): Promise<string> {
    const row = await this.db.transaction(() => this.db.row<LinkHostRow>(hostOfDomain, [domain]));
    if (!row?.isDomainOwned) return this.#own; // its next owner may have the host serve something else
    const now = this.clock.now();
    const isFresh = now.getTime() - (row.checkedAt?.getTime() ?? 0) < liveForMs;
    await this.db.transaction(() => this.db.rows(noteWish, [row.id, now]));
    const current = row.state !== 'live' || isFresh ? row : await this.checks.check(row.id);
    if (current?.state !== 'live' || current.misses > 0) return this.#own;
    await this.db.transaction(() => this.db.rows(noteUse, [row.id, now])); // before any mail with it is made
    return `https://${row.host}${this.#port}`;
  }
}
