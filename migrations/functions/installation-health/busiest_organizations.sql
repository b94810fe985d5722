-- Who uses the lanes right now: batches of campaigns under way (each organization may have four), campaigns that are sending, and single
-- messages that are due. The busiest first.
create or replace function busiest_organizations(at timestamptz)
  returns table (id uuid, name text, batches int, campaigns int, messages int)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    with batches as (
      select k.organization_id, count(*)::int as n from delivery_claims k where k.lease_until > now() and not k.is_waiting group by 1
    ), sending as (
      select c.organization_id, count(*)::int as n from campaigns c where c.status not in ('draft', 'sent') and c.status = 'sending' group by 1
    ), due as (
      select m.organization_id, count(*)::int as n from (
        select organization_id from messages where state in ('pending', 'deferred') and due_at <= at limit 100000) m group by 1
    )
    select o.id, o.name, coalesce(b.n, 0), coalesce(s.n, 0), coalesce(d.n, 0)
    from (select organization_id from batches union select organization_id from sending union select organization_id from due) u
    join organizations o on o.id = u.organization_id
    left join batches b using (organization_id) left join sending s using (organization_id) left join due d using (organization_id)
    order by coalesce(b.n, 0) desc, coalesce(d.n, 0) desc, coalesce(s.n, 0) desc, o.id limit 20;
  end;
alter function busiest_organizations owner to engagex_crossing;
revoke all on function busiest_organizations from public;
grant execute on function busiest_organizations to engagex_app;
