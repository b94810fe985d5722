-- Whether somebody of a campaign in these states can be handed over at this time.
create or replace function somebody_is_due(of campaigns, at timestamptz, states text[] default array['pending', 'deferred'])
  returns boolean language sql stable set search_path = public, pg_temp set enable_seqscan = off
  begin atomic
    select exists (select from delivery_counts n where n.organization_id = (of).organization_id and n.campaign_id = (of).id
        and n.state = any (states) and n.count > 0)
      and exists (
        select from unnest(array['gmail', 'outlook', 'yahoo', 'other']) r (mailbox_provider)
        where exists (select from generate_series(0, (of).stage) s (stage)
            cross join lateral (select p.due_at, p.after_contact from (
                select u.due_at, u.after_contact from delivery_cursors u
                where u.organization_id = (of).organization_id and u.campaign_id = (of).id and u.stage = s.stage
                  and u.mailbox_provider = r.mailbox_provider
                union all select '-infinity', '00000000-0000-0000-0000-000000000000') p
              order by p.due_at desc, p.after_contact desc limit 1) place
            cross join lateral (select from deliveries d
              where d.organization_id = (of).organization_id and d.campaign_id = (of).id and d.mailbox_provider = r.mailbox_provider
                and d.stage = s.stage and d.due_at <= at and d.state = 'pending'
                and (d.due_at, d.contact_id) > (place.due_at, place.after_contact) -- as it is: under row security no function of it finds its rows by an index
              order by d.due_at, d.contact_id limit 1) first)
          or exists (select from deliveries d
            where d.organization_id = (of).organization_id and d.campaign_id = (of).id and d.mailbox_provider = r.mailbox_provider
              and d.next_attempt_at <= at and d.state = any (states) and d.due_at <= at and d.stage <= (of).stage));
  end;
grant execute on function somebody_is_due to engagex_app, engagex_crossing;
