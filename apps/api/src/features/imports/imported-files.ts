/** Named SQL of the files that imports read: any of them may name a person who is erased. */
export const importedFiles = {
  /** What a worker reads at this moment. */
  inUse: `select file_name as name from imports where status in ('rehearsing', 'queued', 'running', 'undoing') limit 1`,
  /** Read only: the entry in the audit log belongs to the transaction that erases. */
  stored: 'select array_remove(array[file_key, rows_key], null) as keys from imports',
  /** What waits to be imported would bring the person back, and its file is gone. */
  end: `update imports set status = 'cancelled', finished_at = now(), updated_at = now(),
     problem = 'A person was erased meanwhile, and the file may name them. Upload it again.'
   where status in ('ready', 'rehearsed')`,
};
