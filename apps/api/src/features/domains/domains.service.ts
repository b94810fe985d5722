import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  dnsLinkDays,
  type domainsRoutes,
  maxDomains,
  type ReturnPathInput,
  domainsRoutes as routes,
} from '@engagex/domain/domains';
import { type AnswerOf, conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { callerMay } from '../../platform/http/caller.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { senderRulesOf } from '../../sender-rules.ts';
import { Rooms } from '../plans/index.ts';
import { DnsLinks } from './dns-links.ts';
import { DomainKeys, type NewPair, newPair, selectors } from './domain-keys.ts';
import { domainView } from './domain-view.ts';
import {
  addDomain,
  changeLink,
  changeReturnPath,
  checksOfDomain,
  countDomains,
  deleteDomain,
  domainOfName,
  forgetKeys,
  keysOfAll,
  keysOfDomain,
  listDomains,
  lockDomain,
  lockOrganization,
  oneDomain,
  wantCheck,
  wantRotation,
} from './domains.queries.ts';
import { hostsOf } from './installation-hosts.ts';
import { newToken } from './ownership-token.ts';
import { problemWithDomain } from './problem-with-domain.ts';
import { recordsOf, seenOf, type CheckReason, type StoredDomain, type StoredKey } from './stored-domain.ts';
import { DomainStandings } from './domain-standings.ts';

type View = AnswerOf<typeof domainsRoutes.get>;

export const domainsQueue = 'domains';
const dayMs = 86_400_000;

/** The sending domains of an organization. */
@Injectable()
export class DomainsService {
  readonly #links: DnsLinks;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly queues: Queues,
    private readonly pairs: DomainKeys,
    private readonly standings: DomainStandings,
    private readonly rooms: Rooms,
  ) {
    this.#links = new DnsLinks(config.TRACKING_SECRET);
  }

  async list(): Promise<AnswerOf<typeof domainsRoutes.list>> {
    const domains = await this.db.rows<StoredDomain>(listDomains);
    const all = await this.db.rows<StoredKey & { readonly domainId: string }>(keysOfAll);
    const items = domains.map((domain) => {
      const keys = all.filter(({ domainId }) => domainId === domain.id);
      const required = recordsOf(domain, keys, hostsOf(this.config)).filter(({ isRequired }) => isRequired);
      const published = required.filter((record) => seenOf(domain, record)?.standing === 'published').length;
      return { ...this.#view(domain, keys, null), required: required.length, published };
    });
    return { items };
  }

  /** Only those who may change it see the link. */
  async get(id: string): Promise<View> {
    const domain = await this.stored(id);
    return this.#view(domain, await this.keysOf(id), callerMay('domains:write') ? this.#linkOf(domain) : null);
  }

  /** Opens its own transactions: making keys takes a while. */
  async create(name: string): Promise<View> {
    const problem = problemWithDomain(name, senderRulesOf(this.config));
    if (problem) throw problem;
    const made: [string, NewPair][] = await Promise.all(
      selectors.map(async (selector): Promise<[string, NewPair]> => [selector, await newPair()]),
    );
    const id = await this.db.transaction(async () => {
      await this.db.rows(lockOrganization);
      if (await this.db.row(domainOfName, [name])) throw conflict('domain.exists', `${name} was added already.`);
      const { count } = (await this.db.row<{ count: number }>(countDomains)) ?? { count: 0 };
      if (count >= maxDomains)
        throw conflict('domain.too-many', `An organization can have at most ${maxDomains} domains. Delete one first.`);
      await this.rooms.take('domains');
      const added = await this.db.row<{ id: string }>(addDomain, [name, newToken(), this.clock.now(), currentUserId()]);
      if (!added) throw new Error('An insert returns its row.');
      for (const [selector, pair] of made) await this.pairs.add(added.id, selector, pair);
      noteAudit({ objectId: added.id, objectName: name });
      this.#changed(added.id, name);
      return added.id;
    });
    return this.db.transaction(() => this.get(id));
  }

  /** Has the records checked as soon as a worker is free. */
  async check(id: string, reason: CheckReason = 'person'): Promise<View> {
    const { domain } = await this.stored(id);
    await this.db.rows(wantCheck, [id, this.clock.now(), reason]);
    this.#changed(id, domain);
    return this.get(id);
  }

  async checks(id: string): Promise<AnswerOf<typeof domainsRoutes.checks>> {
    await this.stored(id);
    return { items: await this.db.rows(checksOfDomain, [id]) };
  }

  async setReturnPath({ id, returnPath, version }: ParsedInputOf<typeof domainsRoutes.setReturnPath>): Promise<View> {
    const edited = { route: routes.setReturnPath, lastChange: lastChangeOf('domains'), id, version };
    await assertUnchanged(this.db, edited, () => this.get(id));
    const before = await this.stored(id);
    const { kind, mailServer, spf } = columnsOf(returnPath);
    await this.db.rows(changeReturnPath, [id, kind, mailServer, spf, currentUserId(), this.clock.now()]);
    this.#changed(id, before.domain);
    return this.get(id);
  }

  /** The other key signs as soon as its record was seen often enough; the check that is due now may already say so. */
  async rotateKey(id: string): Promise<View> {
    const { domain } = await this.#locked(id);
    const keys = await this.keysOf(id);
    if (!keys.some(({ state }) => state === 'signing'))
      throw conflict('domain.not-signing', 'No key of this domain signs yet. Publish its records first.');
    await this.db.rows(wantRotation, [id, this.clock.now(), currentUserId()]);
    this.#changed(id, domain);
    return this.get(id);
  }

  async createLink(id: string): Promise<View> {
    const { domain } = await this.#locked(id);
    const expiresAt = new Date(this.clock.now().getTime() + dnsLinkDays * dayMs);
    await this.db.rows(changeLink, [id, randomUUID(), expiresAt, currentUserId()]);
    noteAudit({ after: { link: 'created' } });
    this.#changed(id, domain);
    return this.get(id);
  }

  async revokeLink(id: string): Promise<View> {
    const { domain } = await this.#locked(id);
    await this.db.rows(changeLink, [id, null, null, currentUserId()]);
    noteAudit({ after: { link: 'revoked' } });
    this.#changed(id, domain);
    return this.get(id);
  }

  async delete(id: string): Promise<void> {
    const { domain } = await this.#locked(id);
    await this.db.rows(deleteDomain, [id, currentUserId()]);
    await this.db.rows(forgetKeys, [id]);
    this.#changed(id, domain);
  }

  async stored(id: string): Promise<StoredDomain> {
    const domain = await this.db.row<StoredDomain>(oneDomain, [id]);
    if (!domain) throw notFound('domain');
    return domain;
  }

  async keysOf(id: string): Promise<StoredKey[]> {
    return this.db.rows<StoredKey>(keysOfDomain, [id]);
  }

  async #locked(id: string): Promise<StoredDomain> {
    const domain = await this.db.row<StoredDomain>(lockDomain, [id]);
    if (!domain) throw notFound('domain');
    return domain;
  }

  #view(domain: StoredDomain, keys: readonly StoredKey[], link: string | null): View {
    return domainView({ domain, keys, hosts: hostsOf(this.config), now: this.clock.now() }, link);
  }

  #linkOf({ linkId, linkExpiresAt }: StoredDomain): string | null {
    if (!linkId || !linkExpiresAt || linkExpiresAt <= this.clock.now()) return null;
    const token = this.#links.tokenFor({ organizationId: currentScope().organizationId, linkId });
    return new URL(`/dns/${token}`, this.config.PUBLIC_URL).href;
  }

  #changed(id: string, name: string): void {
    afterCommit(async () => {
      this.standings.forget(name);
      this.live.publish('domains', id);
      await this.queues.add(domainsQueue, { domainId: id }, { once: `check-${id}` });
    });
  }
}

function columnsOf(returnPath: ReturnPathInput) {
  if (returnPath.kind === 'own') return returnPath;
  return { kind: 'installation', mailServer: null, spf: null } as const;
}
