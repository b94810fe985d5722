-- Whose address changes while a campaign is under way gets it at the new one, or not at all; never at the one they left.
-- What is being handed over at this moment is not called back. The campaign may have gone past their place with the new
-- mailbox provider, so they come again. Found campaign by campaign, by the index of its people.
create or replace function follow_address() returns trigger language plpgsql as $$
declare family text := coalesce((select r.mailbox_provider from receiving_domains r where r.domain = lower(split_part(new.email, '@', 2))), 'other');
begin
  if new.email is not null then
    update campaigns k set mailbox_providers = array_append(k.mailbox_providers, family)
    where k.organization_id = new.organization_id and k.status in ('sending', 'paused') and family <> all (k.mailbox_providers)
      and exists (select from deliveries d where d.organization_id = k.organization_id and d.campaign_id = k.id
        and d.contact_id = new.id and d.state in ('pending', 'deferred'));
  end if;
  update deliveries d set
    address = coalesce(new.email, ''),
    mailbox_provider = family,
    state = case when new.email is null then 'skipped' else d.state end,
    reason = case when new.email is null then 'no_address' end,
    next_attempt_at = case when new.email is not null then coalesce(d.next_attempt_at, now()) end,
    updated_at = now()
  from campaigns k
  where k.organization_id = new.organization_id and k.status in ('sending', 'paused')
    and d.organization_id = k.organization_id and d.campaign_id = k.id and d.contact_id = new.id
    and d.state in ('pending', 'deferred');
  return null;
end $$;

create or replace trigger follow_address after update of email on contacts for each row
  when (old.email is distinct from new.email and new.merged_into_id is null and new.erased_at is null)
  execute function follow_address();
