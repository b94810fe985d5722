import { variantNames } from '@engagex/domain/campaigns';
import { type DeliveryFilter, isException, type Reaction } from '@engagex/domain/deliveries';
import { addressKey, mostPerPage } from '@engagex/domain/shared';
import { firstRows, upperBoundOf } from '../../../platform/http/paging.ts';
import { isoInstant } from '../../../platform/iso-instant.ts';

/** Each is what the report counts; `d` is the delivery, $1 its campaign. */
const conditionFor: Readonly<Record<Reaction, string>> = {
  opened: 'd.opened_at is not null',
  clicked: 'd.clicked_at is not null',
  unsubscribed: `d.id in (select e.delivery_id from engagements e where e.campaign_id = $1 and e.kind = 'unsubscribe')`,
  bounced: `d.id in (
    select f.id from deliveries f where f.campaign_id = $1 and f.exception = 'failed' and f.reason = 'rejected'
    union all select r.delivery_id from delivery_receipts r where r.campaign_id = $1 and r.kind = 'bounced' and r.is_first and r.source <> 'smtp')`,
};

/** The positions of all links to the address that the one at $n leads to: each variant has its own. */
const followed = (n: number) => `d.clicked_at is not null and exists (
  select from engagements e where e.organization_id = d.organization_id and e.delivery_id = d.id and e.kind = 'click'
    and e.link_position = any (array(select l.position from campaign_links l where l.campaign_id = $1
      and l.url = (select o.url from campaign_links o where o.campaign_id = $1 and o.position = $${n}))))`;

const columns = `d.id, d.contact_id, d.address, d.state, d.reason, d.response, d.attempts, d.next_attempt_at, d.accepted_at,
  d.updated_at, d.opened_at, d.clicked_at, d.variant, d.stage`;

/** An exception has an index of its own; the others are most people, or nearly nobody while they are on their way. */
const exceptional = (n: number) => `d.exception = $${n}`;
const ordinary = (n: number) => `d.state = $${n} and exists (
  select from delivery_counts o where o.campaign_id = $1 and o.state = $${n} and o.count > 0)`;

/**
 * The people of a campaign in the order of their contacts, after `after`; every condition is there only when it is asked
 * for, so that the index of those who did something is used.
 */
export function peopleOf(campaignId: string, filter: DeliveryFilter, after: string | null, limit: number) {
  const parameters: unknown[] = [campaignId, limit];
  const conditions: string[] = [];
  const where = (condition: (n: number) => string, ...values: readonly unknown[]) => {
    conditions.push(condition(parameters.length + 1));
    parameters.push(...values);
  };
  const { state, reason, did, link, variant, search } = filter;
  if (after) where((n) => `d.contact_id > $${n}`, after);
  if (state) where(isException(state) ? exceptional : ordinary, state);
  if (reason) where((n) => `d.reason = $${n}`, reason);
  if (did) where(() => conditionFor[did]);
  if (link !== undefined) where(followed, link);
  if (variant) where((n) => `d.variant = $${n}`, variantNames.indexOf(variant));
  const start = search ? addressKey(search) : null;
  if (start)
    where(
      (n) => `lower(d.address) collate "C" >= $${n} and lower(d.address) collate "C" < $${n + 1}`,
      start,
      upperBoundOf(start),
    );
  const page = firstRows(
    `select ${columns} from deliveries d where ${['d.campaign_id = $1', ...conditions].join(' and ')} order by d.contact_id`,
    '$2',
    Math.max(limit, mostPerPage + 1),
  );
  // What is looked up for them is looked up once for all.
  const sql = `
    with page as materialized (${page}),
    unsubscribed as (
      select e.delivery_id, min(e.at) as at from engagements e
      where e.campaign_id = $1 and e.kind = 'unsubscribe' and e.delivery_id = any (array(select id from page))
      group by e.delivery_id),
    returned as (
      select r.delivery_id, r.at from delivery_receipts r
      where r.campaign_id = $1 and r.kind = 'bounced' and r.is_first and r.source <> 'smtp' and r.delivery_id = any (array(select id from page))),
    followed as (
      select f.delivery_id, json_agg(json_build_object('url', f.url, 'at', ${isoInstant('f.at')}) order by f.at) as links
      from (
        select e.delivery_id, coalesce(m.targets -> e.link_number ->> 'url', l.url) as url, min(e.at) as at from engagements e
        left join composed_messages m on m.organization_id = e.organization_id and m.delivery_id = e.delivery_id
        join campaign_links l on l.organization_id = e.organization_id and l.campaign_id = e.campaign_id
          and l.position = e.link_position
        where e.kind = 'click' and e.delivery_id = any (array(select id from page where clicked_at is not null))
        group by 1, 2) f
      group by f.delivery_id),
    machines as (
      select f.delivery_id, json_agg(json_build_object('kind', f.kind, 'reasons', f.reasons, 'at', ${isoInstant('f.at')}) order by f.at) as hits
      from (
        select e.delivery_id, substr(e.kind, 9) as kind, e.reasons, min(e.at) as at from engagements e
        where e.kind in ('machine_open', 'machine_click') and e.delivery_id = any (array(select id from page))
        group by 1, 2, 3 order by 4 limit 5000) f
      group by f.delivery_id)
    select d.id, d.contact_id as "contactId", d.address, d.state, d.reason, d.response, d.attempts,
      case when d.state = 'deferred' then d.next_attempt_at end as "nextAttemptAt", d.accepted_at as "acceptedAt",
      d.updated_at as "updatedAt", d.opened_at as "openedAt", d.clicked_at as "clickedAt", u.at as "unsubscribedAt",
      case when d.reason = 'rejected' then d.updated_at else r.at end as "bouncedAt",
      coalesce(f.links, '[]') as links, coalesce(x.hits, '[]') as machines,
      chr(65 + coalesce(d.variant, case when d.stage > 0 then k.chosen_variant end)) as variant,
      d.state = 'pending' and d.stage > k.stage as held
    from page d join campaigns k on k.id = $1
      left join unsubscribed u on u.delivery_id = d.id
      left join returned r on r.delivery_id = d.id
      left join followed f on f.delivery_id = d.id
      left join machines x on x.delivery_id = d.id
    order by d.contact_id`;
  return { sql, parameters };
}
