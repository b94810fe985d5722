-- How much mail a person gets at most, and when not. Transactional mail is not counted and never held back.
create table pressure_rules (
  organization_id uuid not null default current_organization() references organizations,
  caps jsonb not null default '[]', -- [{"messages": 3, "days": 7}]: at most so many in so many days
  quiet_from time, -- in each person's own zone, or the organization's where theirs is not known
  quiet_to time,
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users,
  primary key (organization_id),
  check (jsonb_typeof(caps) = 'array'),
  check ((quiet_from is null) = (quiet_to is null) and quiet_from <> quiet_to)
);
call make_tenant_table('pressure_rules');

-- When the quiet hours end that `at` falls into, or null outside of them. They may span midnight. A zone this server
-- does not know counts as the fallback. On a night when clocks change, PostgreSQL's reading of the local hour holds.
create function quiet_until(at timestamptz, zone text, fallback text, quiet_from time, quiet_to time) returns timestamptz
  language plpgsql stable as $$
declare
  known text := coalesce(zone, fallback);
  here timestamp;
begin
  begin
    here := at at time zone known;
  exception when invalid_parameter_value then
    known := fallback;
    here := at at time zone known;
  end;
  if quiet_from < quiet_to and here::time >= quiet_from and here::time < quiet_to then
    return (here::date + quiet_to) at time zone known;
  elsif quiet_from > quiet_to and here::time >= quiet_from then
    return (here::date + 1 + quiet_to) at time zone known;
  elsif quiet_from > quiet_to and here::time < quiet_to then
    return (here::date + quiet_to) at time zone known;
  end if;
  return null;
end $$;
