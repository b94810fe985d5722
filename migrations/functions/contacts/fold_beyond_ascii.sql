-- A text beyond ASCII in lower case, without accents. Letters that are still beyond ASCII are written in octal, because
-- trigrams know only the letters of the database's locale, which has none of them. The encoding of a database never
-- changes, so the same text is always the same.
create or replace function fold_beyond_ascii(value text) returns text
  language sql immutable strict parallel safe
  return encode(convert_to(replace(translate(lower(regexp_replace(
    normalize(value collate "pg_c_utf8", NFKD), '[\u0300-\u036f]', '', 'g')), 'øłđðþæœı', 'olddtaoi'), 'ß', 'ss'), 'UTF8'), 'escape');
