/** `npm run event-counts`: whether what was counted of events is what the log has. */
import { parseArgs } from 'node:util';
import { embeddedUrl } from '../stack/embedded-url.ts';
import { withClient } from '../stack/postgres/postgres.ts';

const HELP = `Compares the counts of events, purchases and product views with the events that are kept, for every organization.

  npm run event-counts -- [options]

  --since DATE   only events received on this day (UTC) or later; give the first day that is kept whole where events
                 are forgotten, such as 2026-11-01
  --rebuild      correct what differs
  --data DIR     the data folder of a running "npm start" (default .engagex)
  --help         show this

With MIGRATIONS_DATABASE_URL it looks at that database instead. Exits with 1 when anything differs.
`;

interface Difference {
  readonly kind: string;
  readonly what: string;
  readonly at: Date;
  readonly counted: readonly string[] | null;
  readonly stored: readonly string[] | null;
}

try {
  const { values } = parseArgs({
    options: {
      since: { type: 'string', default: '1970-01-01' },
      rebuild: { type: 'boolean', default: false },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (!/^\d{4}-\d\d-\d\d$/.test(values.since)) throw new Error('Give --since a day, such as 2026-11-01.');
  if (values.help) process.stdout.write(HELP);
  else if (values.rebuild) await rebuild(urlOf(values.data), values.since);
  else process.exitCode = (await compare(urlOf(values.data), values.since)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function urlOf(data: string | undefined): string {
  return process.env['MIGRATIONS_DATABASE_URL'] || embeddedUrl(data ?? null);
}

/** Resolves to whether everything is equal. */
async function compare(url: string, since: string): Promise<boolean> {
  let isEqual = true;
  await forEach<Difference>(url, { sql: 'select * from differences_of_event_counts($1)', since }, (name, found) => {
    process.stdout.write(`${name}: ${found.length === 0 ? 'counts and events are equal' : `${found.length} DIFFER`}\n`);
    for (const { kind, what, at, counted, stored } of found.slice(0, 20))
      process.stdout.write(
        `  ${kind} ${what} ${at.toISOString()}: counted ${inWords(counted)}, kept ${inWords(stored)}\n`,
      );
    isEqual &&= found.length === 0;
  });
  return isEqual;
}

/** How many; of purchases also what they add up to, the least and the greatest. */
function inWords(numbers: readonly string[] | null): string {
  const [count = '0', sum, least, greatest] = numbers ?? [];
  return sum === undefined ? count : `${count} of ${sum} (${least} to ${greatest})`;
}

async function rebuild(url: string, since: string): Promise<void> {
  await forEach<{ wrong: string }>(url, { sql: 'select rebuild_event_counts($1) as wrong', since }, (name, [row]) => {
    process.stdout.write(`${name}: corrected ${row?.wrong ?? 0}\n`);
  });
}

/** The owner of the tables is under row-level security too: one organization at a time. */
async function forEach<Row extends object>(
  url: string,
  { sql, since }: { readonly sql: string; readonly since: string },
  tell: (name: string, rows: readonly Row[]) => void,
): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string; name: string }>('select id, name from organizations order by id');
    for (const { id, name } of rows) {
      await client.query('begin');
      await client.query(`select set_config('app.organization_id', $1, true)`, [id]);
      const result = await client.query<Row>(sql, [since]);
      await client.query('commit');
      tell(`${id} (${name})`, result.rows);
    }
  });
}
