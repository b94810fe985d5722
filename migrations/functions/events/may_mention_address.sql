-- Whether texts may hold an email address or a phone number in E.164, also as part of a URL. An index holds the events for which
-- this is so: erasing a person has to look into every one of them.
create or replace function may_mention_address(warnings text[], variadic texts text[]) returns boolean
  language plpgsql immutable parallel safe as $$
declare
  all_of_it text := array_to_string(warnings || texts, ' ');
begin
  return strpos(all_of_it, '@') > 0 or strpos(all_of_it, '%40') > 0
    or (strpos(all_of_it, '+') > 0 and all_of_it ~ '\+\d{7}') or (strpos(all_of_it, '%2') > 0 and all_of_it ~ '%2[Bb]\d{7}');
end $$;
