-- Events that say who somebody is are few among what people do: the log finds them without reading the rest.
create index events_identities on events (organization_id, kind, received_at, id) where kind not in ('track', 'page');
comment on index events_identities is 'events of one kind, latest first; deeds are not in it';
