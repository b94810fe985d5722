-- When a transport was reached again. What somebody hears late who chose it before says nothing about it any more.
alter table transports add column recovered_at timestamptz;
