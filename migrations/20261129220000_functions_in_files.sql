-- Which functions were made by files of migrations/functions; see migrations/functions.ts.
create table applied_functions (
  name text primary key, -- of the function, and of its file
  checksum text not null, -- SHA-256 of the file's text and of what the database held of the function after it
  applied_at timestamptz not null default now()
);

-- Migrations made those that are here: each is made again by its file, or dropped when it has none.
insert into applied_functions (name, checksum)
select distinct p.proname, 'of a migration' from pg_proc p
where p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');
