import { Inject, Injectable } from '@nestjs/common';
import type { dnsPageRoutes } from '@engagex/domain/domains';
import { type AnswerOf, DomainError } from '@engagex/domain/shared';
import { afterCommit, runInScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { DnsLinks } from './dns-links.ts';
import { sharedView } from './domain-view.ts';
import { domainOfLink, keysOfDomain, openLink } from './domains.queries.ts';
import { domainsQueue } from './domains.service.ts';
import { hostsOf } from './installation-hosts.ts';
import type { StoredDomain, StoredKey } from './stored-domain.ts';

/** Somebody who waits for a record to appear has it looked for this often, however many look at once. */
const checkEveryMs = 15_000;
const askAgainAfter = 5;

/** The page of a domain's records for whoever has the link. */
@Injectable()
export class DnsPages {
  readonly #links: DnsLinks;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly queues: Queues,
  ) {
    this.#links = new DnsLinks(config.TRACKING_SECRET);
  }

  async view(token: string): Promise<AnswerOf<typeof dnsPageRoutes.get>> {
    const link = this.#links.read(token);
    if (!link) throw gone();
    const scope = { organizationId: link.organizationId, actor: { kind: 'system', name: 'dns-page' } } as const;
    return runInScope(scope, () => this.db.transaction(() => this.#view(link.linkId)));
  }

  async #view(linkId: string): Promise<AnswerOf<typeof dnsPageRoutes.get>> {
    const now = this.clock.now();
    const domain = await this.db.row<StoredDomain>(domainOfLink, [linkId, now]);
    if (!domain?.linkExpiresAt) throw gone();
    const since = new Date(now.getTime() - checkEveryMs);
    const opened = await this.db.row<{ isWanted: boolean }>(openLink, [domain.id, now, since]);
    if (opened?.isWanted)
      afterCommit(() => this.queues.add(domainsQueue, { domainId: domain.id }, { once: `check-${domain.id}` }));
    if (!domain.linkOpenedAt) afterCommit(() => this.live.publish('domains', domain.id));
    const keys = await this.db.rows<StoredKey>(keysOfDomain, [domain.id]);
    const organization = await this.db.row<{ name: string }>(
      'select name from organizations where id = current_organization()',
    );
    return {
      ...sharedView({ domain, keys, hosts: hostsOf(this.config), now }),
      isChecking: opened?.isWanted === true || (domain.checkingUntil !== null && domain.checkingUntil > now),
      organization: organization?.name ?? '',
      expiresAt: domain.linkExpiresAt,
      askAgainAfter,
    };
  }
}

function gone(): DomainError {
  return new DomainError(
    'not-found',
    'domain.link-expired',
    'This link no longer works. Ask whoever sent it to you for a new one.',
  );
}
