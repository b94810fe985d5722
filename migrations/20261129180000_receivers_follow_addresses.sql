-- Whose address changes while a campaign is under way may belong to another mailbox provider from then on. The campaign
-- learns of it first, or nobody would take messages for that provider: its limits hold, and nobody is left waiting. The
-- campaign comes before its people, in the order in which workers lock them.
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
    next_attempt_at = case when new.email is not null then d.next_attempt_at end,
    updated_at = now()
  from campaigns k
  where k.organization_id = new.organization_id and k.status in ('sending', 'paused')
    and d.organization_id = k.organization_id and d.campaign_id = k.id and d.contact_id = new.id
    and d.state in ('pending', 'deferred');
  return null;
end $$;

-- Campaigns under way whose people changed their address before.
do $$
declare organization uuid;
begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update campaigns k set receivers = k.receivers || missing.receivers
    from (select c.id, array_agg(distinct d.receiver) as receivers from campaigns c
      join deliveries d on d.organization_id = c.organization_id and d.campaign_id = c.id
      where c.status in ('sending', 'paused') and c.receivers is not null
        and d.state in ('pending', 'deferred') and d.receiver <> all (c.receivers) group by c.id) missing
    where k.id = missing.id;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
