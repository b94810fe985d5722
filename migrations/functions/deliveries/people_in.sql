-- How many of a campaign's people are in these states.
create or replace function people_in(of campaigns, variadic states text[]) returns bigint language sql stable set search_path = public, pg_temp
  begin atomic
    select coalesce(sum(n.count), 0)::bigint from delivery_counts n
    where n.organization_id = (of).organization_id and n.campaign_id = (of).id and n.state = any (states);
  end;
grant execute on function people_in to engagex_app, engagex_crossing;
