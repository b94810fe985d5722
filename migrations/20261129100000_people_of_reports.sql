-- The people behind the numbers of a report. None of these names what changes while a campaign is being sent.
create index deliveries_opened on deliveries (organization_id, campaign_id, contact_id) where opened_at is not null; -- who opened
create index deliveries_clicked on deliveries (organization_id, campaign_id, contact_id) where clicked_at is not null; -- who clicked
create index delivery_returns_campaign on delivery_returns (organization_id, campaign_id, kind, delivery_id); -- who bounced

-- Put away: lists leave it out unless they are asked for what was.
alter table campaigns add column archived_at timestamptz,
  add check (archived_at is null or status in ('sent', 'cancelled'));
