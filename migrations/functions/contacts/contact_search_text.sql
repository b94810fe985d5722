-- What a contact is found by, a space before each part. Umlauts are there as a, o, u and as ae, oe, ue. All of it is
-- there once more as words, so that what one or two letters find is what the trigrams of a word's beginning promise.
-- Names are in full, because restoring a backup searches no schema.
create or replace function contact_search_text(email text, first_name text, last_name text) returns text
  language plpgsql immutable parallel safe as $$
declare
  names text := coalesce(first_name, '') || ' ' || coalesce(last_name, '');
  folded text := public.fold_for_search(' ' || coalesce(email, '') || ' ' || names);
begin
  if octet_length(names) <> length(names) then
    names := normalize(names collate "pg_c_utf8", NFC);
    if names ~ '[äöüÄÖÜ]' then
      folded := folded || ' ' || public.fold_for_search(replace(replace(replace(replace(replace(replace(
        names, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'Ä', 'ae'), 'Ö', 'oe'), 'Ü', 'ue'));
    end if;
  end if;
  return folded || public.words_for_search(folded);
end $$;
