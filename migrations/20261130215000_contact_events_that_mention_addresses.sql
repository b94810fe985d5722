create index contact_events_mentions on contact_events (organization_id) where may_mention_address('{}', name, properties::text);
comment on index contact_events_mentions is 'events that may name somebody who is erased; few do';
