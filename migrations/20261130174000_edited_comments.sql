-- What a comment said first, once its author has changed it; back at that, it counts as not edited.
alter table template_comments
  add column first_body text,
  add column edited_at timestamptz,
  add check ((first_body is null) = (edited_at is null));
