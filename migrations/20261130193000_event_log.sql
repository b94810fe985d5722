create index events_warned on events (organization_id, received_at, id) where warnings <> '{}';
comment on index events_warned is 'events with warnings, latest first; few have any';
