-- Rows of a file that a plan has no room for are listed with those that are rejected.
alter table import_rejections drop constraint import_rejections_kind_check;
alter table import_rejections add constraint import_rejections_kind_check
  check (kind in ('invalid', 'duplicate', 'hidden', 'unsubscribed', 'beyond_plan'));
alter table imports add beyond_plan bigint not null default 0; -- of the rejected: people the plan had no room for
