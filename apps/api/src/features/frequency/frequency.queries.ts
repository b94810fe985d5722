/** Named SQL of frequency rules. All of it runs in a tenant transaction. */

export const rules = `
  select coalesce(r.caps, '[]') as caps, to_char(r.quiet_from, 'HH24:MI') as "from", to_char(r.quiet_to, 'HH24:MI') as "to",
    coalesce(r.updated_at, o.created_at) as "updatedAt"
  from organizations o left join frequency_rules r on r.organization_id = o.id
  where o.id = current_organization()`;

export const lockOrganization = 'select from organizations where id = current_organization() for no key update';

/** $1 caps, $2 and $3 quiet hours or null, $4 who. */
export const saveRules = `
  insert into frequency_rules (caps, quiet_from, quiet_to, updated_by_id) values ($1::jsonb, $2::time, $3::time, $4)
  on conflict (organization_id) do update set caps = excluded.caps, quiet_from = excluded.quiet_from,
    quiet_to = excluded.quiet_to, updated_by_id = excluded.updated_by_id, updated_at = now()`;

/**
 * Whether the person of delivery `d` got, or may have got, as much as a cap of `caps` (jsonb) allows without this message.
 * Messages are found campaign by campaign, through the index that keeps people unique in each: campaigns of the last weeks
 * are few.
 */
export function isOverCap(caps: string): string {
  return `exists (
    select from jsonb_to_recordset(${caps}) as cap (messages int, days int)
    where cap.messages <= (
      select count(*) from campaigns k
      join deliveries o on o.organization_id = k.organization_id and o.campaign_id = k.id and o.contact_id = d.contact_id
      where k.launched_at is not null and coalesce(k.finished_at, 'infinity') > now() - make_interval(days => cap.days)
        and o.id <> d.id and o.state in ('submitting', 'accepted', 'unknown')
        and o.submitted_at > now() - make_interval(days => cap.days)))`;
}

/** $1 now: campaigns of the last 30 days that held somebody back. */
export const heldBackByCampaign = `
  select k.id as "campaignId", k.name, k.launched_at as "launchedAt", h.skipped, h.waiting
  from campaigns k
  cross join lateral (
    select
      coalesce((select sum(n.count) from delivery_counts n where n.organization_id = k.organization_id
        and n.campaign_id = k.id and n.state = 'skipped' and n.reason = 'frequency_cap'), 0)::int as skipped,
      case when k.status in ('sending', 'paused') then (select count(*)::int from deliveries d
        where d.organization_id = k.organization_id and d.campaign_id = k.id and d.state = 'pending'
          and d.stage <= k.stage and d.due_at > $1) else 0 end as waiting
  ) h
  where k.launched_at > $1 - interval '30 days' and k.deleted_at is null and h.skipped + h.waiting > 0
  order by k.launched_at desc limit 100`;

/** Of rules nobody set, when the organization began. $1 organization, or null for the transaction's own. */
export const lastChangeOfRules = `
  select coalesce(r.updated_at, o.created_at) as at, r.updated_by_id as "byId"
  from organizations o left join frequency_rules r on r.organization_id = o.id
  where o.id = coalesce($1, current_organization())`;
