-- Whether mail of the current organization waits for what people said since the backup that was restored.
create or replace function sending_is_held() returns boolean language sql stable
  return exists (select from sending_holds h where h.released_at is null
    and (h.of_organization is null or h.of_organization = current_organization()));
