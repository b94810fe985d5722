-- An address belongs to the account that confirmed it. Others may claim it until then, so that neither signing up nor
-- an organization's own provider tells who has an account here.
drop index users_email_key;
create unique index users_email_key on users (email_key) where email_verified_at is not null;
create index users_claims on users (email_key, created_at); -- the newest account that only claims an address
-- No more than a few mails an hour to one address, whoever claims it.
alter table address_confirmations
  add column email_key text collate "C" generated always as (lower(email collate "C")) stored;
create index address_confirmations_email on address_confirmations (email_key, created_at);

-- An organization ends the sessions that came through its own provider, and no others: those of somebody it removes
-- may be at work elsewhere, and reach nothing here from the next request on.
drop function end_sessions_of;
create function end_sessions_here(wanted uuid) returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic
    delete from sessions
    where sess ->> 'userId' = wanted::text and sess ->> 'boundTo' = current_organization()::text;
  end;
alter function end_sessions_here owner to engagex_crossing;
revoke all on function end_sessions_here from public;
grant execute on function end_sessions_here to engagex_app;
