-- Excel workbooks: which sheet of one is imported and where its rows are kept, and what kind of file an export is.
alter table imports
  add column sheets text[], -- names of all sheets; null for a file that is no workbook
  add column sheet text,
  add column rows_key text, -- the rows of that sheet, taken out of the workbook
  add constraint imports_sheet_check check (num_nulls(sheets, sheet, rows_key) in (0, 3));

alter table exports
  add column format text not null default 'csv' check (format in ('csv', 'xlsx'));
