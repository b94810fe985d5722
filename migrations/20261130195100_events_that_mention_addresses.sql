create function may_mention_address(warnings text[], variadic texts text[]) returns boolean
  language plpgsql immutable parallel safe as $$
declare
  all_of_it text := array_to_string(warnings || texts, ' ');
begin
  return strpos(all_of_it, '@') > 0 or strpos(all_of_it, '%40') > 0
    or (strpos(all_of_it, '+') > 0 and all_of_it ~ '\+\d{7}') or (strpos(all_of_it, '%2') > 0 and all_of_it ~ '%2[Bb]\d{7}');
end $$;

create index events_mentions on events (organization_id)
  where may_mention_address(warnings, name, anonymous_id, user_id, message_id, properties::text, context::text);
comment on index events_mentions is 'events that may name somebody who is erased; few do';
