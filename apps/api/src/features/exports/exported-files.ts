/** Named SQL of the files that exports wrote: any of them may name a person who is erased. */
export const exportedFiles = {
  /** What a worker writes at this moment. */
  inUse: `select file_name as name from exports where status in ('queued', 'running') limit 1`,
  /** Read only: the entry in the audit log belongs to the transaction that erases. */
  stored: `select array[file_key] as keys from exports where status in ('done', 'expired')`,
  end: `update exports set status = 'expired', updated_at = now() where status = 'done'`,
};
