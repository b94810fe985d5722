-- What the cells of an imported file mean, and what became of those that mean nothing.
alter table imports
  add column facts jsonb, -- what each column holds; null for files that were read before this was found out
  add column reading jsonb not null -- what was said about the values: decimals, days, who wants no mail
    default '{"decimalMark": null, "dayOrder": null, "phoneCountry": null, "mailValues": [], "everyone": null}',
  add column findings jsonb; -- how many arrived unsubscribed or suppressed, and the cells that were left out, by column

-- Cells that were left out or corrected, whose people were imported nevertheless.
create table import_cells (
  organization_id uuid not null default current_organization(),
  id uuid not null default uuidv7(),
  import_id uuid not null,
  line bigint not null,
  column_number int not null, -- from 0
  kind text not null check (kind in ('left out', 'corrected', 'unusual')),
  value text not null,
  reason text not null,
  email_key text collate "C" not null, -- whose row it is
  primary key (organization_id, id),
  foreign key (organization_id, import_id) references imports on delete cascade
);
create index import_cells_of_import on import_cells (organization_id, import_id, id); -- the list, and its replacement
create index import_cells_email on import_cells (organization_id, email_key); -- everything held about a person
call make_tenant_table('import_cells');
