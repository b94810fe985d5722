-- What carries an organization's mail, in the order in which they are tried. One row of every organization stands for
-- the transport of the installation; it has no credentials of its own.
create table transports (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  kind text not null check (kind in ('installation', 'smtp', 'sendgrid')),
  position int not null,
  is_enabled boolean not null default true,
  host text,
  port int check (port between 1 and 65535),
  security text check (security in ('starttls', 'tls', 'none')),
  username text,
  credentials_encrypted bytea,
  credentials_key_id text, -- which key they were sealed with
  per_second int check (per_second > 0),
  per_hour int check (per_hour > 0),
  per_day int check (per_day > 0),
  failures smallint not null default 0, -- in a row; the circuit is closed at 0
  open_until timestamptz,               -- nothing is handed over before, then one probe
  problem text,                         -- the last words of a server that was unreachable or refused us
  broken_at timestamptz,                -- refused for good: nothing is handed over until somebody mends it
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  check ((kind = 'smtp') = (host is not null and port is not null and security is not null)),
  check ((credentials_encrypted is null) = (credentials_key_id is null)),
  check (kind <> 'installation' or deleted_at is null)
);
create unique index transports_installation on transports (organization_id) where kind = 'installation';
call make_tenant_table('transports');

-- Every organization begins with the transport of the installation.
create function begin_transports() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare outer_organization text := coalesce(current_setting('app.organization_id', true), '');
begin
  perform set_config('app.organization_id', new.id::text, true);
  insert into transports (organization_id, name, kind, position) values (new.id, 'This installation', 'installation', 0);
  perform set_config('app.organization_id', outer_organization, true);
  return null;
end $$;
revoke all on function begin_transports from public;
create trigger begin_transports after insert on organizations for each row execute function begin_transports();
do $$
declare organization uuid;
begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into transports (organization_id, name, kind, position)
    values (organization, 'This installation', 'installation', 0);
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;

-- How much each family of mailbox providers is handed per second, and whether it asked for less.
create table receiver_limits (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  receiver text not null check (receiver in ('gmail', 'outlook', 'yahoo', 'other')),
  per_second int check (per_second > 0), -- null: no limit
  slowness real not null default 1 check (slowness > 0 and slowness <= 1), -- share of the limit as of slowed_at
  slowed_at timestamptz,
  problem text, -- what it last said when it deferred
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users,
  primary key (organization_id, id)
);
create unique index receiver_limits_receiver on receiver_limits (organization_id, receiver);
call make_tenant_table('receiver_limits');

-- How much goes out in the name of a sending domain in a day, and how it is warmed up to that.
create table domain_limits (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  domain text not null,
  per_day int check (per_day > 0), -- null: no limit, once it is warm
  warm_up_from date,
  warm_up_first int check (warm_up_first > 0),
  warm_up_target int,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  check ((warm_up_from is null) = (warm_up_first is null) and (warm_up_from is null) = (warm_up_target is null)),
  check (warm_up_target >= warm_up_first)
);
create unique index domain_limits_domain on domain_limits (organization_id, domain) where deleted_at is null;
call make_tenant_table('domain_limits');

-- What may be handed over now, shared by all workers. With a rate a bucket fills by itself; without one it holds what
-- is left of a period such as a day.
create table token_buckets (
  organization_id uuid not null default current_organization() references organizations,
  key text not null,
  tokens double precision not null, -- as of filled_at, of a bucket with a rate
  filled_at timestamptz not null,
  period text not null,             -- which hour or day `taken` counts
  taken int not null default 0,
  primary key (organization_id, key)
) with (fillfactor = 50);
call make_tenant_table('token_buckets');

-- Takes up to `wanted` tokens from all of these buckets at once, the same number from each, and says which was the
-- scarcest when that was fewer than wanted. Rows are locked in key order and time is read after that: two workers can
-- neither deadlock nor take the same token.
create function take_tokens(keys text[], rates double precision[], bursts int[], periods text[], wanted int)
  returns table (granted int, scarce text) language plpgsql as $$
declare moment timestamptz;
begin
  insert into token_buckets (key, tokens, filled_at, period)
  select b.key, b.burst, clock_timestamp(), b.period
  from unnest(keys, bursts, periods) as b (key, burst, period) order by b.key
  on conflict do nothing;
  perform from token_buckets t where t.key = any (keys) order by t.key for update;
  moment := clock_timestamp();
  return query
    with wish as (
      select * from unnest(keys, rates, bursts, periods) as b (key, rate, burst, period)
    ), filled as (
      select t.key, w.rate, w.period,
        case when t.period = w.period then t.taken else 0 end as used,
        case when w.rate > 0
          then least(w.burst, t.tokens + w.rate * greatest(0, extract(epoch from moment - t.filled_at)::double precision))
          else w.burst - case when t.period = w.period then t.taken else 0 end end as available
      from token_buckets t join wish w on w.key = t.key
    ), share as (
      select greatest(0, least(wanted, min(floor(available + 1e-9))))::int as n,
        (array_agg(f.key order by f.available, f.key))[1] as least_key
      from filled f
    ), taking as (
      update token_buckets t set tokens = f.available - s.n, filled_at = moment, period = f.period, taken = f.used + s.n
      from filled f, share s where t.key = f.key
    )
    select s.n, case when s.n < wanted then s.least_key end from share s;
end $$;

-- Puts back what was taken in these periods and not used.
create function return_tokens(keys text[], periods text[], unused int) returns void language sql as $$
  with bucket as (
    select t.key from token_buckets t join unnest(keys, periods) as b (key, period) on b.key = t.key and b.period = t.period
    order by t.key for update of t
  )
  update token_buckets t set tokens = t.tokens + unused, taken = greatest(0, t.taken - unused)
  from bucket b where t.key = b.key;
$$;
grant execute on function take_tokens, return_tokens to engagex_app;

-- Which family of mailbox providers takes the mail of a domain, by its MX records; facts of the DNS, of nobody's.
create table receiving_domains (
  domain text collate "C" primary key,
  receiver text not null check (receiver in ('gmail', 'outlook', 'yahoo', 'other')),
  expires_at timestamptz not null
);
grant select, insert, update, delete on receiving_domains to engagex_app;
insert into receiving_domains (domain, receiver, expires_at)
select unnest(domains), receiver, 'infinity' from (values
  ('gmail', array['gmail.com', 'googlemail.com']),
  ('outlook', array['outlook.com', 'outlook.de', 'outlook.fr', 'hotmail.com', 'hotmail.co.uk', 'hotmail.de', 'hotmail.es',
    'hotmail.fr', 'hotmail.it', 'live.com', 'live.co.uk', 'live.fr', 'live.nl', 'msn.com', 'passport.com']),
  ('yahoo', array['yahoo.com', 'yahoo.co.uk', 'yahoo.co.in', 'yahoo.co.jp', 'yahoo.com.br', 'yahoo.de', 'yahoo.es',
    'yahoo.fr', 'yahoo.it', 'ymail.com', 'rocketmail.com', 'aol.com', 'aol.de'])
) as known (receiver, domains);

alter table deliveries
  add column receiver text not null default 'other', -- the family its address belongs to, as of the freeze
  add column transport_id uuid; -- what it was last handed to; no foreign key: transports are only marked as deleted
create index deliveries_due_at_receiver on deliveries (organization_id, campaign_id, receiver, stage, due_at, contact_id)
  where state = 'pending'; -- claim from one receiver while another has to wait

alter table campaigns
  add column receivers text[],           -- the families in its audience; null until it is frozen
  add column turn_at timestamptz,        -- when it last had a batch, for turns among an organization's campaigns
  add column limited_until timestamptz,  -- nothing can be handed over before that
  add column limited_by text;            -- what it waits for, as a key of a bucket or of a transport

drop function due_campaigns(timestamptz);

-- Campaigns in which something is due and nobody is at it: a decision, an audience to freeze, people to mail or to
-- skip, a ledger to close, or a claim whose worker died. Those that wait for a limit come back when it lets them.
-- In turn over organizations. Leases run by the clock of the database, all else by the caller's.
create function due_campaigns(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.id from campaigns c
    where c.status not in ('draft', 'sent') and (c.status = 'launching'
      or (c.wake_at <= at and c.status <> 'cancelled')
      or exists (select from delivery_claims k
        where k.organization_id = c.organization_id and k.campaign_id = c.id and k.lease_until <= now())
      or (c.status = 'sending'
        and coalesce(c.limited_until <= at, true)
        and not exists (select from delivery_claims k
          where k.organization_id = c.organization_id and k.campaign_id = c.id)
        and (exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state in ('claimed', 'submitting'))
          or exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'pending' and d.stage <= c.stage and d.due_at <= at)
          or exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'deferred' and d.next_attempt_at <= at)
          or not exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state in ('pending', 'deferred'))))
      or (c.status = 'cancelled' and exists (
        select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
          and d.state in ('pending', 'deferred'))))
    order by row_number() over (partition by c.organization_id order by c.turn_at nulls first, c.id), c.organization_id
    limit 1000;
  end;
alter function due_campaigns owner to engagex_crossing;
revoke all on function due_campaigns from public;
grant execute on function due_campaigns to engagex_app;
