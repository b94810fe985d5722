-- Mails to one address within a day, by whichever organizations; how many, and nothing about by whom.
create or replace function invitation_mails_to(address text) returns int
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select coalesce(sum(i.mails), 0)::int from invitations i
    where i.email_key = address and i.updated_at > now() - interval '1 day';
  end;
alter function invitation_mails_to owner to engagex_crossing;
revoke all on function invitation_mails_to from public;
grant execute on function invitation_mails_to to engagex_app;
