import { setTimeout as delay } from 'node:timers/promises';
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TemplateView } from '@engagex/domain/templates';
import { campaignTemplate } from './campaign-template.ts';
import { startMailSink } from './mail-sink.ts';
import { cpuSecondsOf } from './process-usage.ts';
import { type Product, startProduct } from './product.ts';
import type { Row } from './rounds.ts';
import { buildAudience, sendCampaign } from './sending.bench.ts';

/** The last is what the others are beside. */
const counts = [100, 1_000, 10_000] as const;
const people = 10;
const measuredSeconds = 20;

interface Cost {
  readonly workerSeconds: number;
  readonly postgresSeconds: number;
  readonly transactions: number;
  readonly pages: number;
}

/**
 * What organizations cost in which nothing happens, in a minute: with the contacts, the sent campaign, the events and the watched
 * segment of their better days. What sweeps look at must not grow with them.
 */
export async function benchIdleOrganizations(): Promise<Row[]> {
  const sink = await startMailSink();
  const product = await startProduct({ env: { SMTP_URL: `smtp://127.0.0.1:${sink.port}` } });
  const owner = new pg.Client({ connectionString: product.ownerUrl });
  await owner.connect();
  try {
    await liveOnce(product, owner);
    const costs: Cost[] = [];
    let made = 0;
    for (const count of counts) {
      await copyOrganization(owner, count - made);
      made = count;
      await owner.query('vacuum analyze');
      await delay(5_000); // what copying left behind is settled
      costs.push(await costOf(product, owner));
    }
    return counts.slice(1).flatMap((count, index) => rowsOf(count, costs[index + 1], costs[0]));
  } finally {
    await owner.end();
    await product.stop();
    sink.stop();
  }
}

function rowsOf(count: number, many: Cost | undefined, few: Cost | undefined): Row[] {
  const of = (what: keyof Cost, name: string, unit: string): Row => {
    const [value, reference] = [many?.[what] ?? Number.NaN, few?.[what] ?? Number.NaN];
    return {
      name: `idle: ${count} organizations, ${name}, beside 100`,
      value,
      unit,
      reference,
      ratio: value / reference,
      rounds: 1,
    };
  };
  return [
    of('workerSeconds', 'processor time of the worker', 's a minute'),
    of('postgresSeconds', 'processor time of PostgreSQL', 's a minute'),
    of('transactions', 'transactions', 'a minute'),
    of('pages', 'pages read', 'a minute'),
  ];
}

async function costOf({ pids }: Product, owner: pg.Client): Promise<Cost> {
  const now = async () => {
    const { rows } = await owner.query<{ transactions: number; pages: number }>(
      `select xact_commit::float8 as transactions, (blks_hit + blks_read)::float8 as pages
       from pg_stat_database where datname = current_database()`,
    );
    return { workerSeconds: cpuSecondsOf(pids.worker), postgresSeconds: cpuSecondsOf(pids.postgres), ...rows[0] };
  };
  const before = await now();
  await delay(measuredSeconds * 1_000);
  const after = await now();
  const inMinute = (what: keyof Cost) => (((after[what] ?? 0) - (before[what] ?? 0)) * 60) / measuredSeconds;
  return {
    workerSeconds: inMinute('workerSeconds'),
    postgresSeconds: inMinute('postgresSeconds'),
    transactions: inMinute('transactions'),
    pages: inMinute('pages'),
  };
}

/** A campaign, events and a watched segment of one organization. */
async function liveOnce(product: Product, owner: pg.Client): Promise<void> {
  const { browser, url } = product;
  const groupId = await buildAudience(product, people);
  const template = await browser.post<TemplateView>('/api/templates', campaignTemplate);
  await sendCampaign(product, groupId, template.id, people);
  const tree = { kind: 'all', of: [{ kind: 'subscription', is: 'subscribed' }] };
  const segment = await browser.post<{ id: string }>('/api/segments', { name: 'Watched', tree });
  await browser.post(`/api/segments/${segment.id}/tracking`);
  const key = `egx_pub_${randomBytes(32).toString('base64url')}`;
  await owner.query(
    `insert into api_keys (organization_id, kind, name, hint, key_hash, scopes)
     select id, 'public', 'Bench', 'egx_pub_', $1, '{events:write}' from organizations limit 1`,
    [createHash('sha256').update(key).digest()],
  );
  const batch = Array.from({ length: people }, (_, index) => ({
    type: 'track',
    anonymousId: `a${index}`,
    event: 'page_view',
    timestamp: new Date(),
  }));
  const answer = await fetch(new URL('/v1/batch', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sentAt: new Date(), batch }),
  });
  if (!answer.ok) throw new Error(`Events were answered with ${answer.status}.`);
  await delay(8_000); // until their stages have applied them
}

/** So many copies of the first organization: all its rows, under other names. What may be only once stays with the first. */
async function copyOrganization(owner: pg.Client, times: number): Promise<void> {
  const { rows: tables } = await owner.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(quote_ident(a.attname) order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attidentity <> 'a'
     group by c.relname having bool_or(a.attname = 'organization_id') order by 1`,
  );
  await owner.query('begin');
  await owner.query('set local session_replication_role = replica');
  await owner.query(
    `create temporary table copies on commit drop as select uuidv7() as id from generate_series(1, $1::int)`,
    [times],
  );
  await owner.query(`insert into organizations (id, name) select id, 'Idle' from copies`);
  for (const { name, columns } of tables) {
    const values = columns.map((column) => (column === 'organization_id' ? 'n.id' : `t.${column}`));
    await owner.query('savepoint copying');
    try {
      await owner.query(
        `insert into ${name} (${columns.join(', ')}) select ${values.join(', ')} from ${name} t, copies n
         where t.organization_id = (select id from organizations order by id limit 1) on conflict do nothing`,
      );
    } catch (error) {
      await owner.query('rollback to copying');
      process.stderr.write(`${name} is not copied: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  await owner.query('commit');
}
