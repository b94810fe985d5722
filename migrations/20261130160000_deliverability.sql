-- How mailbox providers take mail of each sending domain. Kept by triggers, once per statement, in the transaction of what they count.
create table deliverability_counts (
  organization_id uuid not null default current_organization() references organizations,
  day date not null,
  domain text not null check (strpos(domain, '@') = 0),
  mailbox_provider text not null check (mailbox_provider in ('gmail', 'outlook', 'yahoo', 'other')),
  kind text not null
    check (kind in ('accepted', 'refused', 'deferred', 'delivered', 'complained', 'hard', 'full', 'domain', 'soft', 'policy', 'content', 'auth', 'unclear')),
  count bigint not null,
  primary key (organization_id, day, domain, mailbox_provider, kind)
);
comment on table deliverability_counts is 'What became of messages, by day, sending domain and mailbox provider.';
comment on column deliverability_counts.day is 'in UTC, as mailbox providers report';
comment on column deliverability_counts.kind is 'refused: bounced at the hand-over; those that bounced, then or later, are counted by class as well';
call make_tenant_table('deliverability_counts');

-- What has been accepted so far. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into deliverability_counts (organization_id, day, domain, mailbox_provider, kind, count)
    select organization, day, domain, mailbox_provider, 'accepted', count(*) from (
      select (d.accepted_at at time zone 'UTC')::date as day, lower(split_part(k.sender_email, '@', 2)) as domain, d.mailbox_provider
      from deliveries d join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
      where d.accepted_at is not null
      union all
      select (accepted_at at time zone 'UTC')::date, lower(split_part(sender_email, '@', 2)), mailbox_provider
      from messages where accepted_at is not null
    ) accepted group by day, domain, mailbox_provider;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
