import type pg from 'pg';

/** May read every row and change none: what a backup is read as. */
export const backupRole = 'engagex_backup';

const unreadable = `
  select format('grant select on %s to ${backupRole}', oid::regclass) as statement from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not has_table_privilege('${backupRole}', oid, 'select')
  union all
  select format('create policy backup on %s for select to ${backupRole} using (true)', oid::regclass) from pg_class c
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity
    and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'backup')
  order by statement desc`;

/** Row-level security holds for the owner of the tables too, so a role of its own reads all of them; a new table cannot be forgotten. */
export async function letBackupsRead(client: pg.Client): Promise<void> {
  await client.query(`grant ${backupRole} to current_user with inherit false, set true;
    grant usage on schema public to ${backupRole}`);
  const { rows } = await client.query<{ statement: string }>(unreadable);
  for (const { statement } of rows) await client.query(statement);
}
