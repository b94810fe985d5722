/** A step of `npm test`: only the owner of a table writes it. Reads the SQL as dependency-cruiser reads imports. */
import { fileURLToPath } from 'node:url';
import { exceptions } from './exceptions.ts';
import { entitiesIn, type ForeignWrite, foreignWrites, ownersOf, sourcesOf } from './foreign-writes.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const sources = sourcesOf(root);
const { writes, foreign } = foreignWrites(sources, await ownersOf(root), entitiesIn(sources));

const isExcepted = ({ file, table }: ForeignWrite) =>
  exceptions.some((each) => file === each.file && table === each.table);
const unexpected = foreign.filter((write) => !isExcepted(write));
const stale = exceptions.filter(
  ({ file, table }) => !foreign.some((write) => file === write.file && table === write.table),
);

for (const { file, line, table, owner } of unexpected)
  process.stdout.write(
    `${file}:${line} ${table === null ? 'writes a table whose name is computed' : `writes ${table}, which ${owner} owns`}\n`,
  );
for (const { file, table } of stale)
  process.stdout.write(`${file} no longer writes ${table ?? 'a computed table'}: take it off the list of exceptions\n`);
process.stdout.write(`${writes} writes, ${foreign.length} of them to tables of others\n`);
process.exitCode = unexpected.length + stale.length > 0 ? 1 : 0;
