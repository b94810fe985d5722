-- Campaigns whose opens and clicks are to be judged again.
create or replace function due_judgements() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select j.organization_id, j.campaign_id from judgements j where j.asked_at <= now() order by j.asked_at limit 200;
  end;
alter function due_judgements owner to engagex_crossing;
revoke all on function due_judgements from public;
grant execute on function due_judgements to engagex_app;
