-- Remembers that an image was shown by something, whichever code stores that: from then on its bytes are kept, for messages made with
-- it may be in mailboxes. Addresses of images hold their hash behind the id of the organization.
create or replace function note_shown_images() returns trigger language plpgsql as $$
begin
  update images i set used_at = now()
  where i.organization_id = new.organization_id and i.used_at is null and i.sha256 in (
    select m.hash[1] from regexp_matches(to_jsonb(new)::text, '/i/' || new.organization_id || '/([0-9a-f]{64})\.', 'g') as m (hash));
  return null;
end $$;

create or replace trigger note_shown_images after insert or update of body, document, text_body on templates for each row execute function note_shown_images();
create or replace trigger note_shown_images after insert on template_versions for each row execute function note_shown_images();
create or replace trigger note_shown_images after insert or update of blocks, published on saved_blocks for each row execute function note_shown_images();
create or replace trigger note_shown_images after insert or update of kit on brand_kits for each row execute function note_shown_images();
create or replace trigger note_shown_images after insert or update of html on campaign_contents for each row execute function note_shown_images();
create or replace trigger note_shown_images after insert or update of html on campaign_translations for each row execute function note_shown_images();
create or replace trigger note_shown_images after insert on messages for each row
  when (new.template_id is null and strpos(new.html, '/i/') > 0) execute function note_shown_images();
