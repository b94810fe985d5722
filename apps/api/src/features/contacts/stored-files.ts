/** Named SQL of the files that imports read and exports wrote: any of them may name a person who is erased. */

/** What a worker reads or writes at this moment. */
export const fileInUse = `
  select file_name as name from imports where status in ('rehearsing', 'queued', 'running', 'undoing')
  union all select file_name from exports where status in ('queued', 'running') limit 1`;

/** Read only: the entry in the audit log belongs to the transaction that erases. */
export const storedFiles = `
  select array_remove(array[file_key, rows_key], null) as keys from imports
  union all select array[file_key] from exports where status in ('done', 'expired')`;

/** What waits to be imported would bring the person back, and its file is gone. */
export const endFiles = [
  `update imports set status = 'cancelled', finished_at = now(), updated_at = now(),
     problem = 'A person was erased meanwhile, and the file may name them. Upload it again.'
   where status in ('ready', 'rehearsed')`,
  `update exports set status = 'expired', updated_at = now() where status = 'done'`,
];
