-- What an authority is to be answered that asks for this token; null when nobody ordered anything with it.
create or replace function link_challenge_answer(asked text) returns text
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.answer from link_challenges c where c.token = asked limit 1;
  end;
alter function link_challenge_answer owner to engagex_crossing;
revoke all on function link_challenge_answer from public;
grant execute on function link_challenge_answer to engagex_app;
