import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Table } from '../../../apps/api/src/platform/tables/table.ts';

const api = join(import.meta.dirname, '../../../apps/api/src');

/** The owner of each declared table: the folder of the `*.tables.ts` that declares it. */
export async function tableOwners(): Promise<ReadonlyMap<string, string>> {
  const files = globSync('{platform,features/*}/*.tables.ts', { cwd: api });
  const owned = await Promise.all(
    files.map(async (file) => {
      const declarations = (await import(join(api, file))) as Record<string, readonly Table[]>; // a list is all they export
      return Object.values(declarations)
        .flat()
        .map(({ name }) => [name, basename(dirname(file))] as const);
    }),
  );
  return new Map(owned.flat());
}
