-- The ledger of an erased person says what was asked for and when, and no longer by whom. How many entries.
create or replace function forget_consent(contact uuid) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare forgotten int;
begin
  if not exists (select from contacts c where c.organization_id = current_organization() and c.id = contact and c.erased_at is not null) then
    raise exception 'The ledger of a person who was not erased stays.' using errcode = 'restrict_violation';
  end if;
  update consent_entries e set contact_id = null, address = null,
    wording = case when e.source in ('form', 'double_opt_in') then e.wording end -- others may hold a note about the person
  where e.organization_id = current_organization() and e.contact_id = contact;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
alter function forget_consent owner to engagex_crossing;
revoke all on function forget_consent from public;
grant execute on function forget_consent to engagex_app;
