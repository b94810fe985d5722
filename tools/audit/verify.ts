/** `npm run audit:verify`: whether anybody changed, removed or added an entry of the audit log behind the application's back. */
import { parseArgs } from 'node:util';
import { type CheckedLog, checkLogs } from '../../migrations/audit-chain.ts';
import { embeddedUrl } from '../stack/embedded-url.ts';
import { withClient } from '../stack/postgres/postgres.ts';
import { StackError } from '../stack/stack-error.ts';

const HELP = `Checks the chain of hashes in the audit log of every organization, or of one.

  npm run audit:verify -- [organization id] [options]

  --expect ID=HASH   the log of this organization must have an entry with this hash; can be repeated
  --data DIR         the data folder of a running "npm start" (default .engagex)
  --help             show this

With MIGRATIONS_DATABASE_URL it checks that database instead. Exits with 1 when anything is wrong.
`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Request {
  readonly organizationId: string | undefined;
  readonly expected: ReadonlyMap<string, string>;
  readonly dataDir: string | null;
}

try {
  const { values, positionals } = parseArgs({
    options: {
      expect: { type: 'string', multiple: true, default: [] },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help) process.stdout.write(HELP);
  else process.exitCode = await verify(read(positionals, values.expect, values.data ?? null));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function read(positionals: readonly string[], expect: readonly string[], dataDir: string | null): Request {
  const [organizationId, ...rest] = positionals;
  if (rest.length > 0) throw new StackError('Name one organization, or none for all of them.');
  if (organizationId !== undefined && !uuid.test(organizationId))
    throw new StackError(
      `"${organizationId}" is not the id of an organization: it stands in the address of its pages.`,
    );
  const expected = new Map(
    expect.map((pair) => {
      const [id = '', hash = ''] = pair.split('=');
      if (!uuid.test(id) || !/^[0-9a-f]{64}$/.test(hash))
        throw new StackError(`--expect takes an organization's id, =, and a hash of 64 characters, not "${pair}".`);
      return [id, hash] as const;
    }),
  );
  return { organizationId, expected, dataDir };
}

async function verify({ organizationId, expected, dataDir }: Request): Promise<number> {
  const url = process.env['MIGRATIONS_DATABASE_URL'] || embeddedUrl(dataDir);
  const seen = new Set<string>();
  let isIntact = true;
  await withClient(url, async (client) => {
    for await (const log of checkLogs(client, { organizationId, expected })) {
      process.stdout.write(`${sentenceOf(log)}\n`);
      seen.add(log.organizationId);
      isIntact &&= log.problem === null;
    }
  });
  for (const id of new Set([...(organizationId ? [organizationId] : []), ...expected.keys()])) {
    if (seen.has(id) || (organizationId && organizationId !== id)) continue;
    process.stdout.write(`${id}: there is no such organization\n`);
    isIntact = false;
  }
  return isIntact ? 0 : 1;
}

function sentenceOf({ organizationId, name, entries, head, problem }: CheckedLog): string {
  const count = `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}`;
  const who = `${organizationId} (${name})`;
  return problem ? `${who}: BROKEN after ${count}: ${problem}` : `${who}: ${count}, chain intact, head ${head}`;
}
