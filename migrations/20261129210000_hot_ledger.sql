-- A message changes its row twice, and no index shall be written for that: none names `state`, `accepted_at` or the like,
-- not even in its predicate, so that PostgreSQL keeps the new version on the same page (README.HOT). What each index was
-- for is found otherwise: people whose turn it is by how far a campaign has come, others by what they are an exception to.
drop index deliveries_state, deliveries_due, deliveries_due_at_receiver, deliveries_contact, deliveries_contact_other,
  deliveries_variant;
create index deliveries_turn on deliveries (organization_id, campaign_id, receiver, stage, due_at, contact_id); -- claim, due_campaigns
create index deliveries_contact on deliveries (organization_id, contact_id); -- timeline, erasure, segments: was this one person sent anything
create index deliveries_variant on deliveries (organization_id, campaign_id, variant) where variant is not null; -- compare variants

-- Whoever comes again, deferred or given back: the only ones that have a time for it.
create index deliveries_again on deliveries (organization_id, campaign_id, receiver, next_attempt_at)
  where next_attempt_at is not null; -- claim, due_campaigns

-- Null where nothing out of the ordinary has come of it (yet), so that it does not change on the way there.
alter table deliveries add column exception text generated always as (
  case when state not in ('pending', 'submitting', 'accepted') then state end) stored;
create index deliveries_exception on deliveries (organization_id, campaign_id, exception, contact_id)
  where exception is not null; -- list by state, follow-ups

-- Room on each page for the versions that a hand-over leaves behind.
alter table deliveries set (fillfactor = 45);

-- How far a campaign has come with each receiver, in the order of turns: nobody before this place is pending, but those who
-- have a time to come again.
create table delivery_cursors (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  stage smallint not null,
  receiver text not null,
  due_at timestamptz not null default '-infinity',
  after_contact uuid not null default '00000000-0000-0000-0000-000000000000',
  primary key (organization_id, campaign_id, stage, receiver),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade
) with (fillfactor = 50);
call make_tenant_table('delivery_cursors');

-- Whoever was given back before this comes again at once. The owner of the tables is under row-level security too.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update deliveries set next_attempt_at = now() where state = 'deferred' and next_attempt_at is null;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;

grant select on delivery_counts, delivery_cursors to engagex_crossing;
create policy crossing on delivery_counts for select to engagex_crossing using (true);
create policy crossing on delivery_cursors for select to engagex_crossing using (true);

-- Whether somebody of a campaign in these states can be handed over at this time.
create function somebody_is_due(of campaigns, at timestamptz, states text[] default array['pending', 'deferred'])
  returns boolean language sql stable set search_path = public, pg_temp set enable_seqscan = off
  begin atomic
    select exists (select from delivery_counts n where n.organization_id = (of).organization_id and n.campaign_id = (of).id
        and n.state = any (states) and n.count > 0)
      and exists (
        select from unnest(array['gmail', 'outlook', 'yahoo', 'other']) r (receiver)
        where exists (select from generate_series(0, (of).stage) s (stage)
            cross join lateral (select p.due_at, p.after_contact from (
                select u.due_at, u.after_contact from delivery_cursors u
                where u.organization_id = (of).organization_id and u.campaign_id = (of).id and u.stage = s.stage
                  and u.receiver = r.receiver
                union all select '-infinity', '00000000-0000-0000-0000-000000000000') p
              order by p.due_at desc, p.after_contact desc limit 1) place
            cross join lateral (select from deliveries d
              where d.organization_id = (of).organization_id and d.campaign_id = (of).id and d.receiver = r.receiver
                and d.stage = s.stage and d.due_at <= at and d.state = 'pending'
                and (d.due_at, d.contact_id) > (place.due_at, place.after_contact) -- as it is: under row security no function of it finds its rows by an index
              order by d.due_at, d.contact_id limit 1) first)
          or exists (select from deliveries d
            where d.organization_id = (of).organization_id and d.campaign_id = (of).id and d.receiver = r.receiver
              and d.next_attempt_at <= at and d.state = any (states) and d.due_at <= at and d.stage <= (of).stage));
  end;
grant execute on function somebody_is_due to engagex_app, engagex_crossing;

-- How many of a campaign's people are in these states.
create function people_in(of campaigns, variadic states text[]) returns bigint language sql stable set search_path = public, pg_temp
  begin atomic
    select coalesce(sum(n.count), 0)::bigint from delivery_counts n
    where n.organization_id = (of).organization_id and n.campaign_id = (of).id and n.state = any (states);
  end;
grant execute on function people_in to engagex_app, engagex_crossing;

-- Campaigns in which something is due: a decision, an audience to freeze, people to mail or to skip, a ledger to close, or
-- a claim whose worker died. People are due while their organization has fewer batches under way than it may have, so the
-- claim of a worker that died holds nobody up. Those that wait for a limit come back when it lets them.
-- In turn over organizations. Leases run by the clock of the database, all else by the caller's.
create or replace function due_campaigns(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.id from campaigns c
    where c.status not in ('draft', 'sent') and (c.status = 'launching'
      or (c.wake_at <= at and c.status <> 'cancelled')
      or exists (select from delivery_claims k
        where k.organization_id = c.organization_id and k.campaign_id = c.id and k.lease_until <= now())
      or (c.status = 'sending'
        and coalesce(c.limited_until <= at, true)
        and ((select count(*) from delivery_claims k
            where k.organization_id = c.organization_id and k.lease_until > now() and not k.is_waiting) < 4
          and somebody_is_due(c, at)
          or not exists (select from delivery_claims k
              where k.organization_id = c.organization_id and k.campaign_id = c.id)
            and (people_in(c, 'submitting') > 0 or people_in(c, 'pending', 'deferred') = 0)))
      or (c.status = 'cancelled' and people_in(c, 'pending', 'deferred') > 0))
    order by row_number() over (partition by c.organization_id order by c.turn_at nulls first, c.id), c.organization_id
    limit 1000;
  end;

-- That somebody was given back is told without a time: they come again as soon as they can.
create or replace function note_attempts() returns trigger language plpgsql as $$
begin
  insert into delivery_attempts (organization_id, delivery_id, state, response, next_attempt_at)
  select a.organization_id, a.id, a.state, a.response, case when a.state = 'deferred' then a.next_attempt_at end
  from after_rows a join before_rows b using (organization_id, id)
  where b.state in ('submitting', 'unknown') and b.state <> a.state and a.submitted_at is not null
    and a.state in ('pending', 'deferred', 'failed', 'unknown')
    and not (b.state = 'unknown' and a.state = 'pending' and a.response is null);
  return null;
end $$;

-- Whose address changes while a campaign is under way gets it at the new one, or not at all; never at the one they left.
-- What is being handed over at this moment is not called back. The campaign may have gone past their place with the new
-- receiver, so they come again. Found campaign by campaign, by the index of its people.
create or replace function follow_address() returns trigger language plpgsql as $$
declare family text := coalesce((select r.receiver from receiving_domains r where r.domain = lower(split_part(new.email, '@', 2))), 'other');
begin
  if new.email is not null then
    update campaigns k set receivers = array_append(k.receivers, family)
    where k.organization_id = new.organization_id and k.status in ('sending', 'paused') and family <> all (k.receivers)
      and exists (select from deliveries d where d.organization_id = k.organization_id and d.campaign_id = k.id
        and d.contact_id = new.id and d.state in ('pending', 'deferred'));
  end if;
  update deliveries d set
    email = coalesce(new.email, ''),
    receiver = family,
    state = case when new.email is null then 'skipped' else d.state end,
    reason = case when new.email is null then 'no address' end,
    next_attempt_at = case when new.email is not null then coalesce(d.next_attempt_at, now()) end,
    updated_at = now()
  from campaigns k
  where k.organization_id = new.organization_id and k.status in ('sending', 'paused')
    and d.organization_id = k.organization_id and d.campaign_id = k.id and d.contact_id = new.id
    and d.state in ('pending', 'deferred');
  return null;
end $$;

-- All deliveries of one contact, in any number of campaigns.
-- Not "begin atomic", so that a column added to deliveries is one of its columns.
create or replace function deliveries_of(contact uuid) returns setof deliveries language sql stable as $$
  select d.* from deliveries d where d.contact_id = contact
$$;
