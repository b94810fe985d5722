import { Injectable } from '@nestjs/common';
import { explainLinkProblem, type linkHostsRoutes, maxLinkHosts, renewalMs } from '@engagex/domain/link-hosts';
import { type AnswerOf, conflict, DomainError, invalid, notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { CertificateAuthority } from '../../ports/certificate-authority.ts';
import { Clock } from '../../ports/clock.ts';
import { OwnedDomains } from '../domain-reports/index.ts';
import { CheckLinkHost } from './check-link-host.ts';
import { InspectHost } from './inspect-host.ts';
import type { LinkHostRow } from './link-host-row.ts';
import {
  addHost,
  countHosts,
  hostOf,
  listHosts,
  otherHostOfDomain,
  removeUnusedHost,
  retireHost,
} from './link-hosts.queries.ts';
import { LinkHostWakeUps } from './link-host-wake-ups.ts';

type View = AnswerOf<typeof linkHostsRoutes.check>;

/** The hosts of an organization that links in its mail lead to. */
@Injectable()
export class LinkHostsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly owned: OwnedDomains,
    private readonly authority: CertificateAuthority,
    private readonly inspection: InspectHost,
    private readonly checks: CheckLinkHost,
    private readonly wakeUps: LinkHostWakeUps,
  ) {}

  async list(): Promise<AnswerOf<typeof linkHostsRoutes.list>> {
    const rows = await this.db.rowsByKey<LinkHostRow>(listHosts, []);
    return { items: rows.map((row) => this.#viewOf(row)) };
  }

  async create(domain: string, named?: string): Promise<View> {
    const host = named ?? `links.${domain}`;
    if ((await this.owned.ownAmong([domain])).length === 0)
      throw invalid('link-host.unverified', `Verify ${domain} first: links can only show a domain that is yours.`, [
        { path: ['domain'], message: 'Verify this domain first.' },
      ]);
    if (!host.endsWith(`.${domain}`) || host === this.inspection.target)
      throw invalid('link-host.not-below', `Choose a host below ${domain}, such as links.${domain}.`, [
        { path: ['host'], message: `Choose a host below ${domain}.` },
      ]);
    if (await this.db.row(otherHostOfDomain, [domain, host]))
      throw conflict('link-host.has-one', `${domain} has a link host already. Remove it before you use another.`);
    const all = await this.db.row<{ count: number }>(countHosts);
    if ((all?.count ?? 0) >= maxLinkHosts)
      throw new DomainError('limit', 'link-host.too-many', `An organization can have ${maxLinkHosts} link hosts.`);
    const added = await this.db.row<{ id: string }>(addHost, [domain, host, this.clock.now(), currentUserId()]);
    if (!added) throw new Error('The host was not added.');
    noteAudit({ objectId: added.id });
    afterCommit(() => this.wakeUps.wake(added.id));
    return this.#changed(added.id);
  }

  /** Outside of any transaction. */
  async check(id: string): Promise<View> {
    const row = await this.checks.check(id);
    if (!row) throw notFound('link-host');
    return this.#viewOf(row);
  }

  async delete(id: string): Promise<void> {
    const retired = await this.db.row<{ usedAt: Date | null }>(retireHost, [id, this.clock.now()]);
    if (!retired) throw notFound('link-host');
    await this.db.rows(removeUnusedHost, [id]);
    afterCommit(() => this.live.publish('link-hosts', id));
  }

  async #changed(id: string): Promise<View> {
    const row = await this.db.row<LinkHostRow>(hostOf, [id]);
    if (!row) throw notFound('link-host');
    afterCommit(() => this.live.publish('link-hosts', id));
    return this.#viewOf(row);
  }

  #viewOf(row: LinkHostRow): View {
    const { target } = this.inspection;
    const { id, domain, host, state, stateSince, problem, detail } = row;
    const { checkedAt, usedAt, retiredAt, createdAt, isDomainOwned } = row;
    const { issuer, issuedAt, expiresAt, orderProblem, nextOrderAt } = row;
    return {
      id,
      domain,
      host,
      state,
      isDomainOwned,
      stateSince,
      problem,
      words: problem && explainLinkProblem(problem, { host, target, detail }),
      record: { type: 'CNAME', name: host, value: target },
      certifiedBy: this.authority.directoryUrl === null ? 'proxy' : 'acme',
      certificate:
        issuer !== null && issuedAt && expiresAt
          ? { issuer, issuedAt, expiresAt, renewsAt: new Date(expiresAt.getTime() - renewalMs) }
          : null,
      order: orderProblem && nextOrderAt ? { words: orderProblem, nextAt: nextOrderAt } : null,
      checkedAt,
      usedAt,
      retiredAt,
      createdAt,
    };
  }
}
