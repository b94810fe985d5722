/** Named SQL of the report of a campaign. All of it runs in a tenant transaction. */

/** $1 campaign, $2 now: what it waits for, while it does. */
export const waitOf = `
  select limited_until as "until", limited_by as "by" from campaigns where id = $1 and status = 'sending' and limited_until > $2`;

/** $1 campaign, $2 now: people whose hour is still to come. */
export const waitingForTheirHour = `
  select count(*) as people, min(due_at) as "nextAt", max(due_at) as "lastAt" from deliveries
  where campaign_id = $1 and state = 'pending' and due_at > $2`;

/** $1 campaign: its subject, once it is one that most people get, who did what, and the best links. */
export const reportSummary = `
  select
    (select case when count(distinct c.subject) = 1 then min(c.subject)
        else min(c.subject) filter (where c.variant = k.chosen_variant) end
      from campaigns k join campaign_contents c on c.organization_id = k.organization_id and c.campaign_id = k.id
      where k.id = $1) as subject,
    (select coalesce(json_object_agg(kind, people), '{}') from engagement_counts where campaign_id = $1) as people,
    (select coalesce(json_object_agg(kind, hits), '{}') from campaign_hits where campaign_id = $1) as hits,
    (select count(distinct e.delivery_id)::int from engagements e
      where e.campaign_id = $1 and e.kind = 'unsubscribe' and (
        select c.subscription = 'subscribed' and c.deleted_at is null from contacts c
        where c.organization_id = e.organization_id and c.id = coalesce((select x.merged_into_id from contacts x
          where x.organization_id = e.organization_id and x.id = e.contact_id), e.contact_id))) as "cameBack",
    (select coalesce(json_agg(s order by s.people desc, s.proof), '[]') from (
      select proof, count(*)::int as people from delivery_settlements where campaign_id = $1 group by proof) s) as settled,
    (select coalesce(json_agg(l), '[]') from (
      select url, sum(people)::int as people, sum(clicks)::int as clicks, sum(machine_clicks)::int as "machineClicks",
        min(position) as position
      from campaign_links where campaign_id = $1 group by url order by 2 desc, 3 desc, min(position) limit 20) l) as links`;

/**
 * $1 campaign, $2 steps in seconds, $3 the most points: engagements over time, in the finest step that needs no more
 * points from the first to the last. Days, and weeks from Monday on, are those of the organization. One row without a
 * time when there was none.
 */
export const engagementSeries = `
  with step as (
    select coalesce(min(seconds) filter (where span <= seconds * $3::int), max(seconds)) as seconds
    from unnest($2::int[]) seconds, (select coalesce(extract(epoch from max(at) - min(at)), 0) as span
      from campaign_series where campaign_id = $1 and kind <> 'accepted') s)
  select step.seconds as "stepSeconds",
    case when step.seconds < 86400 then date_bin(make_interval(secs => step.seconds), at, 'epoch')
      else date_bin(make_interval(secs => step.seconds), at at time zone o.time_zone, '2001-01-01') at time zone o.time_zone end as at,
    coalesce(sum(count) filter (where kind = 'open'), 0)::int as opens,
    coalesce(sum(count) filter (where kind = 'click'), 0)::int as clicks,
    coalesce(sum(count) filter (where kind = 'unsubscribe'), 0)::int as unsubscribes
  from step cross join organizations o left join campaign_series s on s.campaign_id = $1 and kind <> 'accepted'
  where o.id = current_organization() group by 1, 2 order by 2`;

/** $1 campaign, $2 since when: messages accepted. */
export const acceptedSince = `
  select coalesce(sum(count), 0)::int as accepted from campaign_series where campaign_id = $1 and kind = 'accepted' and at >= $2`;

/** $1 campaign, $2 how many at most, $3 how many are enough: the medians of the last that were sent before it. */
export const usualRates = `
  with last as (
    select n.accepted, n.refused, e.opened, e.clicked, e.unsubscribed, e.returned
    from campaigns this
    join campaigns k on k.organization_id = this.organization_id and k.id <> this.id and k.status = 'sent' and k.deleted_at is null
      and k.launched_at < coalesce(this.launched_at, now())
    cross join lateral (
      select sum(c.count) filter (where c.state = 'accepted')::float8 as accepted,
        coalesce(sum(c.count) filter (where c.state = 'failed' and c.reason = 'rejected'), 0)::float8 as refused
      from delivery_counts c where c.organization_id = k.organization_id and c.campaign_id = k.id) n
    cross join lateral (
      select coalesce(sum(c.people) filter (where c.kind = 'open'), 0)::float8 as opened,
        coalesce(sum(c.people) filter (where c.kind = 'click'), 0)::float8 as clicked,
        coalesce(sum(c.people) filter (where c.kind = 'unsubscribe'), 0)::float8 as unsubscribed,
        coalesce(sum(c.people) filter (where c.kind = 'bounce'), 0)::float8 as returned
      from engagement_counts c where c.organization_id = k.organization_id and c.campaign_id = k.id) e
    where this.id = $1 and n.accepted > 0 order by k.launched_at desc limit $2
  ), usual as (
    select count(*)::int as campaigns,
      percentile_cont(0.5) within group (order by opened / accepted) as opened,
      percentile_cont(0.5) within group (order by clicked / accepted) as clicked,
      percentile_cont(0.5) within group (order by unsubscribed / accepted) as unsubscribed,
      percentile_cont(0.5) within group (order by (refused + returned) / (accepted + refused)) as bounced
    from last
  )
  select campaigns, case when enough then opened end as opened, case when enough then clicked end as clicked,
    case when enough then unsubscribed end as unsubscribed, case when enough then bounced end as bounced
  from usual, lateral (select campaigns >= $3::int as enough) e
  where exists (select from campaigns where id = $1 and deleted_at is null)`;
