-- Attempts counted by the BFF processes together, before anyone is signed in.
create table rate_limits (
  key text primary key,
  hits int not null,
  reset_at timestamptz not null
);
create index rate_limits_reset on rate_limits (reset_at); -- for pruning
grant select, insert, update, delete on rate_limits to engagex_bff;
