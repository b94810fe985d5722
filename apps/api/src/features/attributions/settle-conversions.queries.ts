/** Named SQL of what conversions are attributed to. All of it runs in a tenant transaction. */

/** The organization's rules as one row; without a row of its own the usual ones. */
const rules = `
  select coalesce(s.basis, 'click') as basis, coalesce(s.click_days, 5) as click_days, coalesce(s.open_days, 1) as open_days,
    coalesce(s.event_name, 'purchase') as event_name
  from organizations o left join attribution_settings s on s.organization_id = o.id where o.id = current_organization()`;

/** What people did in campaigns whose conversions are these: the contact, and whoever came by a link in this browser. */
const touches = `
  select e.id, e.campaign_id, e.delivery_id, e.kind, e.at, e.link_position, e.via
  from (
    select h.*, 'contact' as via from engagements h
    where h.contact_id = v.contact_id and h.kind in ('click', 'open') and (h.kind = 'click' or r.basis = 'open')
    union all
    select h.*, 'browser' from followed_messages f join engagements h on h.organization_id = f.organization_id and h.delivery_id = f.delivery_id
    where f.person_id = v.person_id and h.kind in ('click', 'open') and (h.kind = 'click' or r.basis = 'open')
      and h.contact_id is distinct from v.contact_id
  ) e
  left join campaign_goals g on g.organization_id = e.organization_id and g.campaign_id = e.campaign_id
  where coalesce(g.event_name, r.event_name) = v.event_name`;

const days = `make_interval(hours => 24 * case t.kind when 'click' then r.click_days else r.open_days end)`;

/**
 * $1 conversions, $2 now, $3 when those that are not decided yet are looked at again at the latest. Attributes each to the last
 * touch before it, within the time allowed: of two at once a click, then the one of the later campaign. Those whose time is
 * over are decided. Returns the campaigns whose numbers may have changed. Each row is found by its key also before PostgreSQL has counted the
 * tables: named twice, the organization looks like enough to find a person by, and all its people are read for each conversion.
 */
export const settleConversions = `
  with r as (${rules}),
  asked as (
    select c.* from conversions c where c.id = any ($1::uuid[]) and c.decided_at is null order by c.id for no key update
  ), placed as (
    select a.id, a.person_id, a.event_name, a.occurred_at, a.decides_at, a.campaign_id as was, p.contact_id
    from asked a left join people p on p.id = a.person_id
  ), found as (
    select v.*, t.campaign_id, t.delivery_id, t.kind, t.at, t.link_position, t.via,
      case when t.id is not null then 'attributed'
        when o.before then 'touch_too_old' when o.later then 'touch_later'
        when v.contact_id is null and not exists (select from followed_messages f where f.person_id = v.person_id) then 'no_contact'
        else 'no_touch' end as outcome
    from placed v cross join r
    left join lateral (
      select t.* from (${touches}) t where t.at < v.occurred_at and t.at >= v.occurred_at - ${days}
      order by t.at desc, t.kind, t.campaign_id desc, t.id desc limit 1
    ) t on true
    left join lateral (
      select bool_or(t.at < v.occurred_at) as before, bool_or(t.at >= v.occurred_at) as later from (${touches}) t
      where t.id is not null
    ) o on t.id is null
  ), settled as (
    update conversions c set contact_id = f.contact_id, outcome = f.outcome, campaign_id = f.campaign_id, delivery_id = f.delivery_id,
      touch = f.kind, touched_at = f.at, link_position = f.link_position, via = f.via,
      decided_at = case when f.decides_at <= $2 then $2::timestamptz end,
      due_at = case when f.decides_at > $2 then least(f.decides_at, $3::timestamptz) end
    from found f where c.id = f.id and c.id = any ($1::uuid[]) returning f.was, c.campaign_id as is
  )
  select distinct x as "campaignId" from settled s, unnest(array[s.was, s.is]) x where x is not null`;

/** $1 now, $2 how many: conversions to look at, of those that are due. */
export const dueConversions = `
  select id from conversions where due_at <= $1 order by due_at limit $2`;

/** $1 how many: takes notes that something changed, and answers the conversions. */
export const takeReviews = `
  delete from conversion_reviews where id in (
    select id from conversion_reviews order by id limit $1 for update skip locked) returning conversion_id as id`;

/** Everything that is not decided yet is attributed anew. */
export const reviewAll = `
  insert into conversion_reviews (conversion_id) select id from conversions where decided_at is null`;
