-- The words of a folded text as trigrams see them: whatever is no letter or digit parts them.
create or replace function words_for_search(folded text) returns text language sql immutable strict parallel safe
  return translate(folded, $$@._+-'`\,;:()[]"/&!#$%*=?^{|}~<>$$, repeat(' ', 32));
