-- Who is whom changes alone: whoever merges people or moves them to another contact waits for those who store events of
-- contacts, who take the lock shared.
create or replace function lock_people() returns void language sql volatile
  begin atomic
    select pg_advisory_xact_lock(hashtextextended('people ' || current_organization(), 0));
  end;
