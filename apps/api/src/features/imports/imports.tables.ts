import { namedAttribute, referencesOf } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';
import { counted, rowsOfContact } from '../../platform/tables/personal.ts';

/** Cells of files have no type, so each is compared as text. */
const mentions = (cells: string) => `exists (select from ${cells} cell where lower(btrim(cell)) = any ($2::text[]))`;

/** The first rows of the file, as a sample of people and as what may be its header. */
const firstRows = `(select jsonb_array_elements(t.sample) union select jsonb_array_elements(t.file_notes -> 'firstRows') -> 'cells')`;
/** A row that holds no list of cells holds nobody; PostgreSQL would refuse to take it apart. */
const cellsOfRow = `jsonb_array_elements_text(case jsonb_typeof(line) when 'array' then line else '[]' end)`;

const withoutExamples = (json: string, path: string) => `jsonb_set(${json}, '${path}', coalesce((
  select jsonb_agg(c || '{"examples": []}') from jsonb_array_elements(${json} #> '${path}') c), '[]'), false)`;

const waiting = `select 'import' as kind, i.id, i.file_name as name from imports i
  where i.status in ('rehearsing', 'rehearsed', 'queued', 'running')`;

export const importsTables: readonly Table[] = [
  {
    name: 'imports',
    audit: { noun: 'imports', label: 't.file_name' },
    references: referencesOf(waiting, {
      group: 'i.group_id = $1::uuid',
      attribute: `jsonb_exists(i.mapping, ${namedAttribute})`,
    }),
    stop: `update imports set status = 'cancelled' where status in ('rehearsing', 'queued', 'running', 'undoing')`,
    personal: {
      held: `select jsonb_build_object('file', t.file_name, 'at', t.created_at, 'row', line) as row
        from imports t, lateral ${firstRows} rows (line) where ${mentions(cellsOfRow)}`,
      erase: counted(`update imports t set sample = '[]', file_notes = jsonb_set(t.file_notes, '{firstRows}', '[]')
        where exists (select from ${firstRows} rows (line) where ${mentions(cellsOfRow)})`),
    },
  },
  {
    name: 'import_cells',
    personal: {
      held: `select to_jsonb(t) - '{organization_id,email_key}'::text[] as row from import_cells t where t.email_key = any ($2::text[])`,
      // The summary of the import shows some of them.
      erase: `with gone as (delete from import_cells where email_key = any ($2::text[]) returning import_id),
        changed as (update imports t set findings = ${withoutExamples('t.findings', '{cells}')},
          rehearsal = ${withoutExamples('t.rehearsal', '{findings,cells}')} where t.id in (select import_id from gone))
        select count(*)::int as rows from gone`,
    },
  },
  {
    name: 'import_rejections',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from import_rejections t where ${mentions('unnest(t.row)')}`,
      erase: counted(`update import_rejections t set row = '{}' where ${mentions('unnest(t.row)')}`),
    },
  },
  {
    name: 'import_created',
    personal: {
      held: `select jsonb_build_object('import', t.import_id) as row from import_created t where t.contact_ids && $1::uuid[]`,
      kept: 'After erasure the contact no longer identifies the person; this only shows that it came from a file.',
    },
  },
  {
    name: 'import_changes',
    personal: {
      held: rowsOfContact('import_changes'),
      erase: counted('delete from import_changes where contact_id = any ($1::uuid[])'),
    },
  },
  {
    name: 'import_kept',
    personal: {
      held: rowsOfContact('import_kept'),
      erase: counted('delete from import_kept where contact_id = any ($1::uuid[])'),
    },
  },
];
