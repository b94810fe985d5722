-- What was heard of messages: each kind once per message, bounces by their class. It is named so that it runs after unknown
-- outcomes are settled and before campaigns are counted.
create or replace function count_receipts_by_provider() returns trigger language plpgsql as $$
begin
  insert into deliverability_counts as c (organization_id, day, domain, mailbox_provider, kind, count)
  select organization_id, day, domain, mailbox_provider, counted, count(*) from (
    select r.organization_id, (r.at at time zone 'UTC')::date as day, r.kind, r.class, r.source,
      lower(split_part(coalesce(k.sender_email, m.sender_email), '@', 2)) as domain,
      coalesce(d.mailbox_provider, m.mailbox_provider) as mailbox_provider
    from after_rows r
    left join deliveries d on d.organization_id = r.organization_id and d.id = r.delivery_id
    left join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
    left join messages m on m.organization_id = r.organization_id and m.id = r.message_id
    where r.is_first and not (r.kind = 'delayed' and r.source = 'smtp') -- those are attempts, which are counted
  ) heard
  cross join lateral (
    select case kind when 'bounced' then coalesce(class, 'unclear') when 'delayed' then 'deferred' else kind end as counted
    union all
    select 'refused' where kind = 'bounced' and source = 'smtp'
  ) as kinds
  where domain is not null and mailbox_provider is not null
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (organization_id, day, domain, mailbox_provider, kind) do update set count = c.count + excluded.count;
  return null;
end $$;

create or replace trigger count_receipts_by_provider after insert on delivery_receipts
  referencing new table as after_rows for each statement execute function count_receipts_by_provider();
