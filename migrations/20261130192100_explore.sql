-- With which day weeks begin in reports.
alter table organizations add column week_start text not null default 'monday' check (week_start in ('monday', 'sunday', 'saturday'));

-- Who did what in which order, read from the index alone: who, by receipt where the same moment is told twice, and whether it is a deed.
drop index events_name;
create index events_name on events (organization_id, name, occurred_at) include (person_id, received_at, id, kind);
comment on index events_name is 'who did it in a period, and in which order';
