import { Injectable } from '@nestjs/common';
import {
  attributeOf,
  type AttributeValue,
  Contact,
  contactHandle,
  type contactPageRoutes,
  standardFields,
} from '@engagex/domain/contacts';
import { invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { moveDeliveries } from '../deliveries/index.ts';

/** $1 and $2: both, locked in one order whoever merges whom, so two merges cannot block each other. */
const lockBoth = 'select id from contacts where id in ($1, $2) and deleted_at is null order by id for update';

/** $1 kept, $2 other: who was merged into the other before belongs to the kept one now. */
const passOn = 'update contacts set merged_into_id = $1 where merged_into_id = $2';

/** $1 kept, $2 other: what one person did counts together. */
const moveEvents = 'update contact_events set contact_id = $1 where contact_id = $2';

/** $1 kept, $2 other. */
const joinItsGroups = `
  insert into group_members (group_id, contact_id) select group_id, $1 from group_members where contact_id = $2
  on conflict do nothing`;
const leaveGroups = 'delete from group_members where contact_id = $1';

/** $1 other: lets go of what is unique, so that the kept one can take it. */
const letGo = 'update contacts set email = null, external_id = null where id = $1';

/** $1 other, $2 kept, $3 the address and $4 the external id that are left for it, $5 who, $6 when unsubscribed or null. */
const bury = `
  update contacts set merged_into_id = $2, deleted_at = now(), deleted_group_ids = null, email = $3, external_id = $4,
    updated_at = now(), updated_by_id = $5, subscription = case when $6::timestamptz is null then 'subscribed' else 'unsubscribed' end,
    unsubscribed_at = $6 where id = $1`;

/** Makes one contact of two that are the same person. */
@Injectable()
export class MergeContacts {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async merge({ id, otherId, take }: ParsedInputOf<typeof contactPageRoutes.merge>): Promise<Contact> {
    if (id === otherId) throw invalid('contact.same', 'A contact cannot be merged into itself. Choose another one.');
    if ((await this.db.rows(lockBoth, [id, otherId])).length < 2) throw notFound('contact');
    const repo = this.db.repo(Contact);
    const [kept, other] = [await repo.findOneByOrFail({ id }), await repo.findOneByOrFail({ id: otherId })];
    const handles = { email: kept.email, externalId: kept.externalId };
    unite(kept, other, new Set(take));
    await this.db.rows(letGo, [otherId]);
    await repo.save(Object.assign(kept, { updatedById: currentUserId() }));
    const left = {
      email: kept.email === other.email ? handles.email : other.email,
      externalId: kept.externalId === other.externalId ? handles.externalId : other.externalId,
    };
    await this.db.rows(bury, [otherId, id, left.email, left.externalId, currentUserId(), kept.unsubscribedAt]);
    await this.db.rows(passOn, [id, otherId]);
    await this.db.rows(joinItsGroups, [id, otherId]);
    await this.db.rows(leaveGroups, [otherId]);
    const events = await this.db.affected(moveEvents, [id, otherId]);
    const messages = await this.db.affected(moveDeliveries, [id, otherId]);
    noteAudit({ after: { merged: contactHandle(other), mergedId: otherId, messages, events } });
    afterCommit(() => {
      for (const noun of ['contacts', 'groups', 'analytics', 'deliveries'] as const) this.live.publish(noun);
    });
    return kept;
  }
}

/** Values of the other where it was chosen or the kept one has none; who unsubscribed once stays so, since the first time. */
function unite(kept: Contact, other: Contact, take: ReadonlySet<string>): void {
  for (const field of standardFields) {
    if (other[field] !== null && (take.has(field) || kept[field] === null)) kept[field] = other[field];
  }
  const attributes: Record<string, AttributeValue> = { ...other.attributes, ...kept.attributes };
  for (const field of take) {
    const name = attributeOf(field);
    const value = name === null ? undefined : other.attributes[name];
    if (name !== null && value !== undefined) attributes[name] = value;
  }
  kept.attributes = attributes;
  const [first] = [kept.unsubscribedAt, other.unsubscribedAt]
    .filter((at) => at !== null)
    .toSorted((one, another) => one.getTime() - another.getTime());
  if (!first) return;
  kept.subscription = 'unsubscribed';
  kept.unsubscribedAt = first;
}
