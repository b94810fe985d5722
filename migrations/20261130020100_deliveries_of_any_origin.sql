-- A delivery belongs to an origin (what was frozen and sent: the row of a campaign), an occasion of it and a channel, and goes
-- to an address of that channel.
alter table deliveries rename column email to address;
alter table deliveries add column channel text not null default 'email' check (channel in ('email'));
comment on column deliveries.channel is 'whose address it goes to, and what hands it over';
alter table deliveries add column occasion bigint not null default 0;
comment on column deliveries.occasion is 'an origin may write to a person once on each occasion; a campaign has one, 0';

drop index deliveries_person;
create unique index deliveries_person on deliveries (organization_id, campaign_id, contact_id, occasion);
comment on index deliveries_person is 'once per person and occasion; list';

-- What is heard later of a message that was handed over, by whoever tells it: rows are added, never changed.
alter table delivery_returns rename to delivery_receipts;
alter index delivery_returns_campaign rename to delivery_receipts_campaign;
comment on table delivery_receipts is 'What was heard of a message after it had been accepted, each kind at most once per message.';
revoke update on delivery_receipts from engagex_app;
