-- How a file becomes rows: where its header is, what was noticed while it was read, and what was chosen about it.
alter table imports
  add column header_line int default 1, -- null: the first row is a person
  add column include_hidden boolean not null default false, -- rows that are hidden in a workbook
  add column file_notes jsonb not null default '{"firstRows": [], "above": 0, "hidden": {"count": 0, "lines": []}, "blank": 0,
    "emptyColumns": 0, "rounded": [], "damaged": null, "encodings": null}', -- what was noticed
  add column rounded_ids text not null default 'leave-out' check (rounded_ids in ('leave-out', 'keep')),
  add column shared_ids text not null default 'leave-out' check (shared_ids in ('leave-out', 'reject')),
  add column hidden bigint not null default 0, -- of the rejected, like the next
  add column blank bigint not null default 0,
  drop constraint imports_encoding_check,
  add constraint imports_encoding_check check (encoding in (
    'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254',
    'windows-1255', 'windows-1256', 'windows-1257', 'windows-1258', 'windows-874', 'iso-8859-2', 'iso-8859-3', 'iso-8859-4',
    'iso-8859-5', 'iso-8859-6', 'iso-8859-7', 'iso-8859-8', 'iso-8859-10', 'iso-8859-13', 'iso-8859-14', 'iso-8859-15',
    'macintosh', 'x-mac-cyrillic', 'koi8-r', 'koi8-u', 'ibm866', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'));

alter table import_rejections
  drop constraint import_rejections_kind_check,
  add constraint import_rejections_kind_check check (kind in ('invalid', 'duplicate', 'hidden', 'unsubscribed'));
