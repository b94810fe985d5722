/**
 * $1 contact, $2 and $3 where the page before ended (time and key) or null, $4 limit. The contact and whoever was
 * merged into them.
 */
export const timelineOf = `
  with person as (
    select organization_id, id, created_at from contacts where id = $1
    union all select organization_id, id, created_at from contacts where merged_into_id = $1
  ), message as (
    select d.organization_id, d.id, d.campaign_id, d.state, d.reason, k.name,
      coalesce(d.accepted_at, d.submitted_at, d.created_at) as at
    from person p cross join lateral deliveries_of(p.id) d
    join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
  ), item as (
    select 'created' as kind, created_at as at, 'c:' || id as key, '{}'::jsonb as detail from person where id = $1
    union all
    select 'change', a.at, 'a:' || a.seq,
      jsonb_build_object('action', a.action, 'actorName', a.actor_name, 'before', a.before, 'after', a.after)
    from person p join audit_entries a on a.organization_id = p.organization_id and a.object_id = p.id
    where a.object_type = 'contacts' and a.action <> 'contacts.create'
    union all
    select 'message', at, 'd:' || id,
      jsonb_build_object('campaignId', campaign_id, 'campaignName', name, 'state', state, 'reason', reason)
    from message
    union all
    select 'transactional', coalesce(t.accepted_at, t.submitted_at, t.created_at), 't:' || t.id,
      jsonb_build_object('messageId', t.id, 'subject', t.subject, 'state', t.state, 'reason', t.reason)
    from person p join messages t on t.organization_id = p.organization_id and t.contact_id = p.id
    union all
    select e.kind, e.at, 'e:' || e.id,
      jsonb_build_object('campaignId', m.campaign_id, 'campaignName', m.name, 'url', l.url)
    from message m join engagements e on e.organization_id = m.organization_id and e.delivery_id = m.id
      and e.kind in ('open', 'click', 'unsubscribe')
    left join campaign_links l
      on l.organization_id = e.organization_id and l.campaign_id = e.campaign_id and l.position = e.link_position
  )
  select kind, at, at::text as place, key, detail from item
  where $2::timestamptz is null or (at, key) < ($2::timestamptz, $3::text)
  order by at desc, key desc limit $4`;
