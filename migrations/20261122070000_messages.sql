-- Transactional messages: one row per message to one person, accounted for as deliveries are. What a message says is
-- kept until it is final; it may hold a link to sign in with.
create table messages (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  idempotency_key text,
  request_hash bytea, -- SHA-256 of what was asked for under that key
  contact_id uuid, -- null for an address that is no contact's
  email text not null, -- empty once the person was erased
  email_key text collate "C" not null, -- the address as it is compared
  to_name text not null,
  receiver text not null default 'other',
  sender_name text not null,
  sender_email text not null,
  reply_to_name text,
  reply_to_email text,
  template_id uuid,
  subject text not null,
  html text,
  text text,
  headers jsonb not null default '{}',
  state text not null default 'pending'
    check (state in ('pending', 'claimed', 'submitting', 'accepted', 'deferred', 'unknown', 'skipped', 'failed')),
  reason text,
  response text, -- the server's own words
  attempts smallint not null default 0,
  due_at timestamptz not null default now(),
  limited_by text, -- what a pending message waits for, as a key of a bucket or in words
  claim_id uuid, -- kept while unknown, so that a worker that was only slow can still tell the outcome
  lease_until timestamptz, -- renewed while the worker lives
  transport_id uuid, -- what it was last handed to; no foreign key: transports are only marked as deleted
  submitted_at timestamptz,
  accepted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  api_key_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references contacts,
  foreign key (organization_id, template_id) references templates,
  foreign key (organization_id, api_key_id) references api_keys,
  check ((idempotency_key is null) = (request_hash is null)),
  check ((state in ('skipped', 'failed')) = (reason is not null)),
  check ((state = 'accepted') = (accepted_at is not null)),
  check ((state in ('claimed', 'submitting', 'unknown')) = (claim_id is not null)),
  check ((state in ('accepted', 'unknown', 'skipped', 'failed')) = (html is null and text is null))
);
create unique index messages_idempotency on messages (organization_id, idempotency_key) where idempotency_key is not null;
create index messages_open on messages (organization_id, due_at, id) where state in ('pending', 'deferred'); -- claim, due_messages
create index messages_held on messages (organization_id, lease_until) where state in ('claimed', 'submitting'); -- recover, due_messages
create index messages_state on messages (organization_id, state, id); -- list by state
create index messages_email on messages (organization_id, email_key, id); -- search, everything held about a person
create index messages_contact on messages (organization_id, contact_id, id) where contact_id is not null; -- timeline
call make_tenant_table('messages');

-- What a message says is forgotten in the very transaction that makes it final, whichever code does that.
create function forget_message_content() returns trigger language plpgsql as $$
begin
  new.html := null;
  new.text := null;
  new.headers := '{}';
  return new;
end $$;
create trigger forget_message_content before update of state on messages for each row
  when (new.state in ('accepted', 'unknown', 'skipped', 'failed')) execute function forget_message_content();

-- Each hand-over and what came of it, in the server's words.
create table message_attempts (
  organization_id uuid not null default current_organization(),
  message_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  state text not null,
  response text,
  transport_id uuid,
  next_attempt_at timestamptz,
  primary key (organization_id, message_id, at),
  foreign key (organization_id, message_id) references messages on delete cascade
);
call make_tenant_table('message_attempts');

create function note_message_attempts() returns trigger language plpgsql as $$
begin
  insert into message_attempts (organization_id, message_id, state, response, transport_id, next_attempt_at)
  select a.organization_id, a.id, a.state, a.response, a.transport_id, case when a.state = 'deferred' then a.due_at end
  from after_rows a join before_rows b using (organization_id, id)
  where b.state in ('submitting', 'unknown') and a.state <> b.state;
  return null;
end $$;
create trigger note_message_attempts after update on messages
  referencing old table as before_rows new table as after_rows for each statement execute function note_message_attempts();

-- Written before the file, and the file before the message: whatever a crash leaves is found by its row. Hence no
-- foreign key.
create table message_attachments (
  organization_id uuid not null default current_organization() references organizations,
  message_id uuid not null,
  position int not null,
  name text not null,
  content_type text not null,
  size int not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz, -- when the file went; the row stays with the message
  primary key (organization_id, message_id, position)
);
create index message_attachments_stored on message_attachments (organization_id, message_id) where removed_at is null; -- messages_with_spent_files
call make_tenant_table('message_attachments');

grant select on messages, message_attachments to engagex_crossing;
create policy crossing on messages for select to engagex_crossing using (true);
create policy crossing on message_attachments for select to engagex_crossing using (true);

-- Organizations in which a message is due, or a worker that held some has died. Leases run by the clock of the
-- database, all else by the caller's.
create function due_messages(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.id from organizations o where o.deleted_at is null and o.id in (
      select m.organization_id from messages m where m.state in ('pending', 'deferred') and m.due_at <= at
      union
      select m.organization_id from messages m where m.state in ('claimed', 'submitting') and m.lease_until <= now());
  end;
alter function due_messages owner to engagex_crossing;
revoke all on function due_messages from public;
grant execute on function due_messages to engagex_app;

-- Messages whose files nobody needs any more: they are final, or were never accepted from whoever sent them.
create function messages_with_spent_files(abandoned_after interval) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct f.organization_id, f.message_id from message_attachments f
    left join messages m on m.organization_id = f.organization_id and m.id = f.message_id
    where f.removed_at is null and (m.state in ('accepted', 'unknown', 'skipped', 'failed')
      or (m.id is null and f.created_at < now() - abandoned_after))
    limit 200;
  end;
alter function messages_with_spent_files owner to engagex_crossing;
revoke all on function messages_with_spent_files from public;
grant execute on function messages_with_spent_files to engagex_app;

-- The same as before, but leaves so many tokens in each bucket: what bulk mail keeps for messages.
drop function take_tokens(text[], double precision[], int[], text[], int);
create function take_tokens(keys text[], rates double precision[], bursts int[], periods text[], wanted int, kept int[])
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
      select * from unnest(keys, rates, bursts, periods, kept) as b (key, rate, burst, period, kept)
    ), filled as (
      select t.key, w.rate, w.period, w.kept,
        case when t.period = w.period then t.taken else 0 end as used,
        case when w.rate > 0
          then least(w.burst, t.tokens + w.rate * greatest(0, extract(epoch from moment - t.filled_at)::double precision))
          else w.burst - case when t.period = w.period then t.taken else 0 end end as available
      from token_buckets t join wish w on w.key = t.key
    ), share as (
      select greatest(0, least(wanted, min(floor(f.available - f.kept + 1e-9))))::int as n,
        (array_agg(f.key order by f.available - f.kept, f.key))[1] as least_key
      from filled f
    ), taking as (
      update token_buckets t set tokens = f.available - s.n, filled_at = moment, period = f.period, taken = f.used + s.n
      from filled f, share s where t.key = f.key
    )
    select s.n, case when s.n < wanted then s.least_key end from share s;
end $$;
grant execute on function take_tokens(text[], double precision[], int[], text[], int, int[]) to engagex_app;
