alter table organizations
  add column colour text check (colour ~ '^#[0-9a-f]{6}$'); -- of the pages recipients see; null for the default
