-- What a message says is forgotten in the very transaction that makes it final, whichever code does that.
create or replace function forget_message_content() returns trigger language plpgsql as $$
begin
  new.html := null;
  new.text := null;
  new.headers := '{}';
  return new;
end $$;

create or replace trigger forget_message_content before update of state on messages for each row
  when (new.state in ('accepted', 'unknown', 'skipped', 'failed')) execute function forget_message_content();
