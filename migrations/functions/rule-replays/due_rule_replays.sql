-- Replays of rules that are under way.
create or replace function due_rule_replays() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select r.organization_id, r.id from rule_replays r where r.state in ('checking', 'applying', 'undoing') order by r.asked_at limit 200;
  end;
alter function due_rule_replays owner to engagex_crossing;
revoke all on function due_rule_replays from public;
grant execute on function due_rule_replays to engagex_app;
