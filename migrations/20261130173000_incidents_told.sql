-- Incidents: who looks at one, what was noted about it, why it was closed, and that members were told of it.
alter table incidents
  add column note text not null default '' check (char_length(note) <= 1000),
  add column acknowledged_at timestamptz,
  add column acknowledged_by_id uuid references users,
  add column closed_because text check (closed_because in ('member', 'recovered', 'quiet')),
  add column opening_told_at timestamptz,
  add column closing_told_at timestamptz;
comment on column incidents.closed_because is 'member: by somebody; recovered: mail is accepted again; quiet: no refusals for long';
comment on column incidents.opening_told_at is 'when members were told that it opened; null until then';
alter table incidents drop constraint incidents_check;

-- Nobody is told of what happened before members could be told. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update incidents set opening_told_at = first_seen_at, closing_told_at = closed_at,
      closed_because = case when state = 'closed' then 'member' end;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
alter table incidents
  add constraint incidents_closed_check check ((state = 'closed') = (closed_at is not null) and (state = 'closed' or closed_because is null)),
  add constraint incidents_acknowledged_check check ((acknowledged_at is null) = (acknowledged_by_id is null));

create index incidents_due on incidents (last_seen_at) where state = 'open' or closing_told_at is null;
comment on index incidents_due is 'due_incidents';
grant select (organization_id, id, domain, mailbox_provider, state, last_seen_at, closed_at, opening_told_at, closing_told_at) on incidents to engagex_crossing;
create policy crossing on incidents for select to engagex_crossing using (true);
grant select on deliverability_counts to engagex_crossing;
create policy crossing on deliverability_counts for select to engagex_crossing using (true);

create index delivery_receipts_objections on delivery_receipts (organization_id, class, at)
  where kind = 'bounced' and class in ('policy', 'content', 'auth');
comment on index delivery_receipts_objections is 'the messages that an incident is about';

-- A notification may be about an incident.
alter table notifications
  add column incident_id uuid,
  add foreign key (organization_id, incident_id) references incidents on delete cascade,
  drop constraint notifications_subject_check,
  add constraint notifications_subject_check check (num_nonnulls(campaign_id, domain_id, comment_id, incident_id) = 1),
  drop constraint notifications_kind_check;
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost', 'delivery_worse', 'delivery_mended',
    'incident_opened', 'incident_closed'));
create unique index notifications_incident on notifications (organization_id, incident_id, kind, user_id) where incident_id is not null;
comment on index notifications_incident is 'each person is told once that it opened, and once that it closed';
