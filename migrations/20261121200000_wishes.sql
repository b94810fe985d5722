-- What people may be written about. A campaign without a topic is about the default one.
create table topics (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  description text not null default '',
  position int not null default 0,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  check (not (is_default and deleted_at is not null))
);
create unique index topics_default on topics (organization_id) where is_default; -- one at most; begin_topics makes it one
create unique index topics_name on topics (organization_id, lower(name)) where deleted_at is null;
call make_tenant_table('topics');

-- Every organization begins with one topic. The owner of the tables is under row-level security too.
create function begin_topics() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare outer_organization text := coalesce(current_setting('app.organization_id', true), '');
begin
  perform set_config('app.organization_id', new.id::text, true);
  insert into topics (organization_id, name, is_default) values (new.id, 'News and offers', true);
  perform set_config('app.organization_id', outer_organization, true);
  return null;
end $$;
revoke all on function begin_topics from public;
create trigger begin_topics after insert on organizations for each row execute function begin_topics();

alter table campaigns add column topic_id uuid, add foreign key (organization_id, topic_id) references topics;
alter table contacts add column paused_until timestamptz; -- wants nothing until then

-- What a person said about a topic; who said nothing wants it.
create table topic_wishes (
  organization_id uuid not null default current_organization() references organizations,
  contact_id uuid not null,
  topic_id uuid not null,
  wanted boolean not null,
  at timestamptz not null default now(),
  primary key (organization_id, contact_id, topic_id),
  foreign key (organization_id, contact_id) references contacts on delete cascade,
  foreign key (organization_id, topic_id) references topics
);
call make_tenant_table('topic_wishes');

-- Addresses that get nothing, whatever any contact says. Of an erased person only the salted hash is left.
create table suppressions (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  address_key text collate "C", -- as contacts.email_key: two spellings of one address are one row
  address_hash bytea,
  reason text not null check (reason in ('unsubscribe', 'hard_bounce', 'complaint', 'manual', 'import', 'erased')),
  source text not null,
  note text,
  created_at timestamptz not null default now(),
  created_by_id uuid references users,
  primary key (organization_id, id),
  check ((reason = 'erased') = (address_hash is not null)),
  check ((address_key is null) = (address_hash is not null))
);
create unique index suppressions_address on suppressions (organization_id, address_key); -- search, and every audience
create unique index suppressions_hash on suppressions (organization_id, address_hash) where address_hash is not null;
create index suppressions_reason on suppressions (organization_id, reason, id); -- list by reason
call make_tenant_table('suppressions');

-- Hashes of addresses can be guessed from a list of addresses unless something nobody else knows is mixed in.
create table erasure_salts (
  organization_id uuid not null default current_organization() references organizations,
  salt bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  primary key (organization_id)
);
call make_tenant_table('erasure_salts');

-- Every wish as it changed: what somebody asked for, where, to which words. The application can only add to it.
create table consent_entries (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  contact_id uuid, -- null when nobody has the address, and once the person was erased
  kind text not null check (kind in ('subscription', 'topic', 'suppression', 'pause')),
  topic_id uuid,
  was text,
  became text,
  source text not null check (source in ('unsubscribe link', 'preference centre', 'member', 'import', 'form',
    'double opt-in', 'api key', 'bounce', 'complaint', 'erasure', 'system')),
  wording text, -- what the person read, with its version
  actor_id uuid, -- a member or a key
  address text, -- of the client
  at timestamptz not null default now(),
  primary key (organization_id, id)
);
create index consent_entries_contact on consent_entries (organization_id, contact_id, id) where contact_id is not null; -- history
call make_tenant_table('consent_entries');
revoke update, delete on consent_entries from engagex_app;

-- Adds to the ledger; who acts and how is what the transaction said in app.wish (features/wishes sets it).
create function note_wish(organization uuid, contact uuid, kind text, topic uuid, was text, became text) returns void
language plpgsql as $$
declare wish jsonb := coalesce(nullif(current_setting('app.wish', true), '')::jsonb, '{"source": "system"}');
begin
  insert into consent_entries (organization_id, contact_id, kind, topic_id, was, became, source, wording, actor_id, address, at)
  values (organization, contact, kind, topic, was, became, wish ->> 'source', wish ->> 'wording',
    (wish ->> 'actorId')::uuid, wish ->> 'address', clock_timestamp());
end $$;

-- Triggers, so that no door to these columns can forget the ledger. An address whose owner left stays suppressed even
-- when the contact later gets another address; coming back lifts that, and nothing else.
create function note_contact_wish() returns trigger language plpgsql as $$
declare
  was_subscription text := case tg_op when 'UPDATE' then old.subscription end;
  was_pause timestamptz := case tg_op when 'UPDATE' then old.paused_until end;
begin
  if new.subscription is distinct from was_subscription then
    perform note_wish(new.organization_id, new.id, 'subscription', null, was_subscription, new.subscription);
    if new.subscription = 'unsubscribed' and new.email is not null then
      insert into suppressions (organization_id, address_key, reason, source)
      values (new.organization_id, new.email_key, 'unsubscribe', 'wish') on conflict do nothing;
    elsif new.subscription = 'subscribed' then
      delete from suppressions where organization_id = new.organization_id and address_key = new.email_key
        and reason = 'unsubscribe';
    end if;
  end if;
  if new.paused_until is distinct from was_pause then
    perform note_wish(new.organization_id, new.id, 'pause', null, was_pause::text, new.paused_until::text);
  end if;
  return null;
end $$;
create trigger note_wish_new after insert on contacts for each row
  when (new.subscription = 'unsubscribed') execute function note_contact_wish();
create trigger note_wish_changed after update on contacts for each row
  when (old.subscription is distinct from new.subscription or old.paused_until is distinct from new.paused_until)
  execute function note_contact_wish();

create function note_topic_wish() returns trigger language plpgsql as $$
begin
  perform note_wish(new.organization_id, new.contact_id, 'topic', new.topic_id,
    case tg_op when 'UPDATE' then case when old.wanted then 'wanted' else 'unwanted' end end,
    case when new.wanted then 'wanted' else 'unwanted' end);
  return null;
end $$;
create trigger note_wish_new after insert on topic_wishes for each row execute function note_topic_wish();
create trigger note_wish_changed after update on topic_wishes for each row
  when (old.wanted is distinct from new.wanted) execute function note_topic_wish();

create function note_suppression() returns trigger language plpgsql as $$
declare row suppressions := coalesce(new, old);
begin
  perform note_wish(row.organization_id,
    (select id from contacts where organization_id = row.organization_id and email_key = row.address_key),
    'suppression', null, case tg_op when 'DELETE' then row.reason when 'UPDATE' then old.reason end,
    case tg_op when 'DELETE' then null else new.reason end);
  return null;
end $$;
-- Leaving is noted with the subscription.
create trigger note_wish_new after insert on suppressions for each row
  when (new.reason not in ('unsubscribe', 'erased')) execute function note_suppression();
create trigger note_wish_changed after update on suppressions for each row
  when (old.reason is distinct from new.reason) execute function note_suppression();
create trigger note_wish_gone after delete on suppressions for each row
  when (old.reason not in ('unsubscribe', 'erased')) execute function note_suppression();

-- For the end of a deleted organization: up to so many entries of its ledger. How many went.
grant select, delete on consent_entries to engagex_crossing;
create function purge_consent_entries(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare gone int;
begin
  if not exists (
    select from organizations o where o.id = current_organization() and o.deleted_at is not null and o.deletes_at <= now()
  ) then
    raise exception 'The ledger of an organization that was not deleted stays.' using errcode = 'restrict_violation';
  end if;
  with purged as (
    delete from consent_entries where organization_id = current_organization() and ctid = any (array(
      select ctid from consent_entries where organization_id = current_organization() limit most)) returning 1
  ) select count(*) into gone from purged;
  return gone;
end $$;
alter function purge_consent_entries owner to engagex_crossing;
revoke all on function purge_consent_entries from public;
grant execute on function purge_consent_entries to engagex_app;

-- Forms on an organization's own pages, through which people sign up.
create table forms (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  fields text[] not null default '{}',
  group_ids uuid[] not null default '{}',
  topic_id uuid,
  wording text not null,
  wording_version int not null default 1,
  double_opt_in boolean not null default true,
  redirect_url text,
  thanks text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, topic_id) references topics
);
create index forms_of_id on forms (id); -- for organization_of_form
call make_tenant_table('forms');

-- Sign-ups that wait for the person to confirm that the address is theirs.
create table form_confirmations (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  form_id uuid not null,
  email text not null,
  email_key text collate "C" not null,
  first_name text,
  last_name text,
  wording text not null, -- as it was read
  wording_version int not null,
  address text, -- of the client that filled in the form
  token_hash bytea not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, form_id) references forms
);
create unique index form_confirmations_token on form_confirmations (organization_id, token_hash);
create index form_confirmations_email on form_confirmations (organization_id, email_key, created_at); -- not too many mails
call make_tenant_table('form_confirmations');

-- Whose form a visitor sends, who is signed in nowhere.
grant select on forms to engagex_crossing;
create policy crossing on forms for select to engagex_crossing using (true);
create function organization_of_form(wanted uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select f.organization_id from forms f join organizations o on o.id = f.organization_id
    where f.id = wanted and f.deleted_at is null and o.deleted_at is null limit 1;
  end;
alter function organization_of_form owner to engagex_crossing;
revoke all on function organization_of_form from public;
grant execute on function organization_of_form to engagex_app;

-- An erased contact is an empty row: deliveries point at it, so that campaigns go on adding up.
alter table contacts add column erased_at timestamptz, add check (erased_at is null or (email is null and deleted_at is not null));

-- The ledger of an erased person says what was wished and when, and no longer by whom. How many entries.
grant update on consent_entries to engagex_crossing;
grant select (organization_id, id, erased_at) on contacts to engagex_crossing;
create function forget_consent(contact uuid) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare forgotten int;
begin
  if not exists (select from contacts c where c.organization_id = current_organization() and c.id = contact and c.erased_at is not null) then
    raise exception 'The ledger of a person who was not erased stays.' using errcode = 'restrict_violation';
  end if;
  update consent_entries e set contact_id = null, address = null,
    wording = case when e.source in ('form', 'double opt-in') then e.wording end -- others may hold a note about the person
  where e.organization_id = current_organization() and e.contact_id = contact;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
alter function forget_consent owner to engagex_crossing;
revoke all on function forget_consent from public;
grant execute on function forget_consent to engagex_app;

-- What there is already. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into topics (organization_id, name, is_default) values (organization, 'News and offers', true);
    insert into suppressions (organization_id, address_key, reason, source, created_at)
    select organization, email_key, 'unsubscribe', 'wish', unsubscribed_at from contacts
    where organization_id = organization and subscription = 'unsubscribed' and email_key is not null;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
