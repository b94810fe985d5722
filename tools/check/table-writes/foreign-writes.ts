/** Who writes tables of whom. A feature is a folder, and owns what its `….tables.ts` declare. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writesIn } from './writes-in.ts';

/** A write by another than the owner. */
export interface ForeignWrite {
  readonly file: string;
  readonly line: number;
  readonly table: string | null;
  readonly owner: string | null;
}

export interface Findings {
  /** All writes that were read. */
  readonly writes: number;
  readonly foreign: readonly ForeignWrite[];
}

interface Source {
  readonly file: string;
  readonly text: string;
}

/** The owner of a file: its feature, or the folder of apps/api/src it is in. */
export function ownerOf(file: string): string {
  return /features\/([^/]+)\//.exec(file)?.[1] ?? /^apps\/api\/src\/([^/]+)\//.exec(file)?.[1] ?? file;
}

/** @param owners of each table, by its name. */
export function foreignWrites(
  sources: readonly Source[],
  owners: ReadonlyMap<string, string>,
  entities: ReadonlyMap<string, string>,
): Findings {
  const writes = sources.flatMap(({ file, text }) =>
    writesIn(file, text, entities).map((write) => ({ file, ...write, owner: owners.get(write.table ?? '') ?? null })),
  );
  // A name that nobody owns is a temporary table, or no table at all but prose.
  const ofTables = writes.filter(({ table, owner }) => table === null || owner !== null);
  return { writes: ofTables.length, foreign: ofTables.filter(({ file, owner }) => owner !== ownerOf(file)) };
}

const product = ['apps/api/src/**/*.ts', 'libs/tenancy/src/**/*.ts'];
const noProduct = /\.(test|soak)\.ts$|\/testing\//;

export function sourcesOf(root: string): Source[] {
  const files = globSync(product, { cwd: root }).filter((file) => !noProduct.test(file));
  return files.toSorted().map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** Reads the declarations themselves: modules without dependencies on anything that runs. */
export async function ownersOf(root: string): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  for (const file of globSync('apps/api/src/**/*.tables.ts', { cwd: root })) {
    const declared: Record<string, unknown> = await import(join(root, file));
    for (const tables of Object.values(declared))
      if (Array.isArray(tables)) for (const { name } of tables as { name: string }[]) owners.set(name, ownerOf(file)); // `Table`s
  }
  return owners;
}

/** Tables by the classes of the ORM's schemas. */
export function entitiesIn(sources: readonly Source[]): Map<string, string> {
  const schemas = sources.filter(({ file }) => file.endsWith('.schema.ts'));
  const pairs = schemas.flatMap(({ text }) => [...text.matchAll(/target: (\w+),\s*tableName: '(\w+)'/g)]);
  return new Map(pairs.map(([, entity = '', table = '']) => [entity, table]));
}
