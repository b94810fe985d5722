import pg from 'pg';
import type { BulkActionView } from '@engagex/domain/contacts';
import { until } from '../demo/browser.ts';
import type { Product } from './product.ts';
import { median, type Row } from './rounds.ts';

/** CONTACTS_SCALE=0.1 is a tenth of it, for a quick look. */
const contacts = Math.round(500_000 * Number(process.env['CONTACTS_SCALE'] ?? 1));
const rounds = 15;

const seed = [
  `insert into contacts (organization_id, email, first_name, last_name, country, attributes, subscription, unsubscribed_at)
   select $1, 'person' || n || '@example.com', 'First' || n % 1000,
     case when n % 10 = 0 then 'Mäller' else 'Last' end || n % 5000, 'CH',
     jsonb_build_object('city', 'City' || n::bigint * 7919 % 300, 'orders', n::bigint * 31 % 1000,
       'since', to_char(date '2015-01-01' + n % 3000, 'YYYY-MM-DD'), 'tier', 'gold'),
     case when n % 20 = 0 then 'unsubscribed' else 'subscribed' end, case when n % 20 = 0 then now() end
   from generate_series(1, ${contacts}) n`,
  `insert into attribute_definitions (organization_id, name, label, type)
   values ($1, 'city', 'City', 'text'), ($1, 'orders', 'Orders', 'number'), ($1, 'since', 'Since', 'date')`,
  `insert into groups (organization_id, name) values ($1, 'A third')`,
  `insert into group_members (organization_id, group_id, contact_id) select $1, g.id, c.id
   from groups g, (select id, row_number() over () as n from contacts where organization_id = $1) c
   where g.organization_id = $1 and c.n % 3 = 0`,
];

const searches = [
  ['few found', 'person4242'],
  ['all found', 'p'],
  ['in the middle of an address', 'son4242'],
  ['accents folded', 'mäller99'],
  ['first and last name', 'first42 last42'],
  ['two letters', 'fi'],
  ['two letters, nobody found', 'qz'],
  ['one letter, nobody found', 'q'],
  ['nobody found', 'nobody at all'],
  ['letters beyond Latin, nobody found', 'привет'],
] as const;

const conditions = (...of: { field: string; operator: string; value: string }[]) =>
  `conditions=${encodeURIComponent(JSON.stringify(of))}`;
const city = conditions({ field: 'attribute:city', operator: 'is', value: 'City7' });
const nobody = conditions({ field: 'attribute:orders', operator: 'is', value: '5000' });
const mine = 'c.organization_id = $1 and c.deleted_at is null';
const page = (where: string, order = 'c.id desc') =>
  `select * from contacts c where ${mine} ${where} order by ${order} limit 51`;
const counted = (where: string) => `select count(*) from contacts c where ${mine} ${where}`;

interface Case {
  readonly name: string;
  readonly path: string;
  /** The same by hand, as the owner, without row-level security; $1 is the organization. */
  readonly raw: string;
}

const cases = (groupId: string): readonly Case[] => [
  { name: 'page', path: '?', raw: page('') },
  { name: 'page by address', path: '?sort=email', raw: page('', 'c.email_key') },
  ...searches.map(([name, search]) => ({
    name: `search, ${name}`,
    path: `?search=${encodeURIComponent(search)}`,
    raw: page(`and c.search_text like all (search_patterns('${search}'))`),
  })),
  { name: 'filter by attribute', path: `?${city}`, raw: page(`and lower(c.attributes ->> 'city') = 'city7'`) },
  {
    name: 'filter by attribute, nobody found',
    path: `?${nobody}`,
    raw: page(`and (c.attributes ->> 'orders')::numeric = 5000`),
  },
  {
    name: 'sort by a number',
    path: '?sort=-attribute:orders',
    raw: page('', `(c.attributes ->> 'orders')::numeric desc, c.id desc`),
  },
  {
    name: 'sort by a text',
    path: '?sort=attribute:city',
    raw: page('', `lower(c.attributes ->> 'city'), c.id`),
  },
  {
    name: 'page of a group',
    path: `?groupId=${groupId}`,
    raw: page(
      `and exists (select from group_members m where m.organization_id = $1 and m.contact_id = c.id and m.group_id = '${groupId}')`,
    ),
  },
  { name: 'count of all', path: '/count?', raw: counted('') },
  { name: 'count by attribute', path: `/count?${city}`, raw: counted(`and lower(c.attributes ->> 'city') = 'city7'`) },
];

/** p50 and p95 of the list of 500,000 contacts, beside the same by hand; and a change of all of them. */
export async function benchContacts({ browser, ownerUrl }: Product): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const found = await owner.query<{ id: string }>('select id from organizations order by created_at desc limit 1');
    const organization = found.rows[0]?.id ?? '';
    await owner.query(`select set_config('session_replication_role', 'replica', false)`); // foreign keys and counts are not what is measured
    for (const statement of seed) await owner.query(statement, [organization]);
    await owner.query(`select set_config('session_replication_role', 'origin', false)`);
    await owner.query('vacuum analyze contacts, group_members');
    const groups = await owner.query<{ id: string }>('select id from groups where organization_id = $1', [
      organization,
    ]);
    const groupId = groups.rows[0]?.id ?? '';
    const rows: Row[] = [];
    for (const { name, path, raw } of cases(groupId)) {
      const ours: number[] = [];
      const byHand: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await timed(() => browser.get(`/api/contacts${path}`)));
        byHand.push(await timed(() => owner.query(raw, [organization])));
      }
      for (const [percentile, of] of [
        ['p50', median],
        ['p95', p95],
      ] as const) {
        const [value, reference] = [of(ours), of(byHand)];
        rows.push({
          name: `${contacts} contacts, ${name}: ${percentile}`,
          value,
          unit: 'ms',
          reference,
          ratio: value / reference,
          rounds,
        });
      }
    }
    return [...rows, ...(await bulkRows(browser, groupId))];
  } finally {
    await owner.end();
  }
}

/** How soon a change of everybody is answered, and how many contacts it changes in a second. */
async function bulkRows(browser: Product['browser'], groupId: string): Promise<Row[]> {
  const plain = { reference: null, ratio: null, rounds: 1 };
  const from = performance.now();
  const { id } = await browser.post<BulkActionView>('/api/bulk-actions', {
    action: { kind: 'add_to_group', groupId },
    who: { by: 'filter', filter: {} },
    expected: contacts,
  });
  const answered = performance.now() - from;
  const done = await until(
    () => browser.get<BulkActionView>(`/api/bulk-actions/${id}`),
    ({ status }) => !['queued', 'running'].includes(status),
  );
  if (done.status !== 'done') throw new Error(`The change ${done.status}: ${done.problem}`);
  const seconds = (performance.now() - from) / 1000;
  return [
    { name: `bulk action on ${contacts}: answered`, value: answered, unit: 'ms', ...plain },
    { name: `bulk action on ${contacts}: put into a group`, value: contacts / seconds, unit: 'contacts/s', ...plain },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function p95(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
}
