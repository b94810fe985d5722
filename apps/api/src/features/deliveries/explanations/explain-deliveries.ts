import { Injectable } from '@nestjs/common';
import type { AddressStanding, DeliveryDecision } from '@engagex/domain/deliveries';
import { TenantDb } from '@engagex/tenancy';
import { isoInstant } from '../../../platform/iso-instant.ts';
import { suppressionReasonOf } from '../../preferences/index.ts';
import { receiptsOf } from '../../receipts/index.ts';

/** Why somebody did or did not get something, as it was recorded when it was decided. */
@Injectable()
export class ExplainDeliveries {
  constructor(private readonly db: TenantDb) {}

  /** @param email the address as it is compared (`addressKey`). */
  async standing(email: string): Promise<AddressStanding> {
    const row = await this.db.row<AddressStanding>(standingOf, [email]);
    return row ?? { contact: null, suppression: null, campaigns: 0 };
  }

  /** Newest campaign first; `before` is the campaign the page before ended with. */
  async decisions(email: string, before: string | null, limit: number): Promise<DeliveryDecision[]> {
    return this.db.rows<DeliveryDecision>(decisionsAbout, [email, before, limit]);
  }
}

/** $1 address: its contact and whoever was merged into them. One who was deleted is found when nobody else has it. */
const people = `
  found as (
    select c.* from contacts c where c.email_key = $1 order by c.deleted_at is not null, c.id desc limit 1
  ), person as (
    select organization_id, id from found
    union all
    select m.organization_id, m.id from found f join contacts m on m.organization_id = f.organization_id and m.merged_into_id = f.id
  )`;

/** Found campaign by campaign, through the index that keeps people unique in each. */
const theirs = `person p cross join campaigns k
  join deliveries d on d.organization_id = k.organization_id and d.campaign_id = k.id and d.contact_id = p.id`;

/** $1 address. */
const standingOf = `
  with ${people}
  select
    (select json_build_object('id', f.id, 'name', concat_ws(' ', f.first_name, f.last_name), 'subscription', f.subscription,
      'isDeleted', f.deleted_at is not null, 'pausedUntil', case when f.paused_until > now() then ${isoInstant('f.paused_until')} end)
      from found f) as contact,
    ${suppressionReasonOf('$1')} as suppression,
    (select count(*) from ${theirs}) as campaigns`;

/** A member counted it as sent: no server said so. */
const isDecided = `exists (select from delivery_attempts t where t.organization_id = d.organization_id
        and t.delivery_id = d."deliveryId" and t.decided_by_id is not null)`;

/** $1 address, $2 before this campaign or null, $3 limit. */
const decisionsAbout = `
  with ${people}, decision as (
    select d.organization_id, d.id as "deliveryId", k.id as "campaignId", k.name as "campaignName",
      k.launched_at as "launchedAt", d.address, d.state, d.reason,
      case when d.state = 'pending' and d.due_at > now() then d.due_at end as "dueAt",
      d.state = 'pending' and d.stage > k.stage as "isHeld",
      d.accepted_at, d.response, d.opened_at as "openedAt", d.clicked_at as "clickedAt"
    from ${theirs}
    where $2::uuid is null or k.id < $2 order by k.id desc limit $3
  )
  select d.*, (
    select coalesce(json_agg(json_build_object('at', ${isoInstant('a.at')}, 'state', a.state, 'response', a.response,
      'nextAttemptAt', ${isoInstant('a.next')}, 'decision', a.decision) order by a.at), '[]') from (
      select t.at, t.state, t.response, t.next_attempt_at as next,
        case when u.id is not null then json_build_object('by', u.name, 'note', t.note) end as decision
      from delivery_attempts t left join users u on u.id = t.decided_by_id
      where t.organization_id = d.organization_id and t.delivery_id = d."deliveryId"
      union all
      select d.accepted_at, 'accepted', d.response, null, null where d.accepted_at is not null and not ${isDecided}
    ) a) as attempts,
    ${receiptsOf('d.organization_id', 'd."deliveryId"')} as receipts,
    (select json_build_object('proof', s.proof, 'at', ${isoInstant('s.at')}) from delivery_settlements s
      where s.organization_id = d.organization_id and s.delivery_id = d."deliveryId") as "settledBy"
  from decision d order by d."campaignId" desc`;
