-- Campaigns of all organizations by state, as far as they are under way, and among them those whose ledger should have closed: everybody
-- has an outcome, or the people do not add up to the audience, and their last turn was before this time.
create or replace function unclosed_ledgers(last_turn_before timestamptz) returns table (status text, campaigns bigint, unclosed bigint)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.status, count(*), count(*) filter (where c.is_unclosed) from (
      select k.status, k.status = 'sending' and coalesce(k.turn_at, k.launched_at) < last_turn_before and (
        people_in(k, 'pending', 'deferred', 'submitting') = 0
        or k.audience <> people_in(k, 'pending', 'deferred', 'submitting', 'accepted', 'unknown', 'skipped', 'failed')) as is_unclosed
      from campaigns k where k.status not in ('draft', 'sent') and k.status <> 'cancelled' and k.deleted_at is null) c
    group by c.status;
  end;
alter function unclosed_ledgers owner to engagex_crossing;
revoke all on function unclosed_ledgers from public;
grant execute on function unclosed_ledgers to engagex_app;
