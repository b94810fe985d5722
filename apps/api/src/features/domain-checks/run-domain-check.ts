import { Injectable } from '@nestjs/common';
import { domainOf, spelledAddress } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { CheckRecords } from '../domains/index.ts';
import { Notifications } from '../notifications/index.ts';

/** A bulk start relies on a check that is this recent. */
const recentMs = 10 * 60_000;

/** $1 name, $2 checked since. */
const staleDomain = `
  select id from domains where domain = $1 and deleted_at is null and (checked_at is null or checked_at < $2)`;

/** $1 domain: who added it, and who scheduled a campaign from it. */
const concerned = `
  select created_by_id as id from domains where id = $1 and created_by_id is not null
  union
  select coalesce(k.updated_by_id, k.created_by_id) from campaigns k join domains d on d.organization_id = k.organization_id
  where d.id = $1 and k.status = 'scheduled' and k.deleted_at is null
    and lower(split_part(k.sender_email, '@', 2)) = d.domain and coalesce(k.updated_by_id, k.created_by_id) is not null`;

/** Checks a domain and tells whoever it concerns. */
@Injectable()
export class RunDomainCheck {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly records: CheckRecords,
    private readonly notifications: Notifications,
  ) {}

  /** Nothing happens unless the domain is due. */
  async run(id: string): Promise<void> {
    await this.records.run(id, {
      members: async (domain, news, why) => this.tell(domain.id, news, why),
      owner: async (domainId, news, why) => this.tell(domainId, news, why),
    });
  }

  /** Before many messages leave from this address: checks its domain again unless that was a moment ago. */
  async beforeStart(address: string): Promise<void> {
    const since = new Date(this.clock.now().getTime() - recentMs);
    const name = domainOf(spelledAddress(address));
    const [stale] = await this.db.transaction(() => this.db.rows<{ id: string }>(staleDomain, [name, since]));
    if (!stale) return;
    await this.records.want(stale.id, 'launch');
    await this.run(stale.id);
  }

  /** Now, however recent the last check is: somebody may just have published its records. */
  async now(id: string): Promise<void> {
    await this.records.want(id, 'schedule');
    await this.run(id);
  }

  /** Owners, who added the domain, and who scheduled a campaign from it; in the open transaction. */
  async tell(domainId: string, news: Parameters<Notifications['raiseAboutDomain']>[1], why: string): Promise<void> {
    const members = await this.db.rows<{ id: string }>(concerned, [domainId]);
    await this.notifications.raiseAboutDomain(domainId, news, { why, also: members.map(({ id }) => id) });
  }
}
