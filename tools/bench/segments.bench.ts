import pg from 'pg';
import type { SegmentView } from '@engagex/domain/segments';
import { eventWrites } from './event-writes.ts';
import type { Product } from './product.ts';
import { interleave, type Row } from './rounds.ts';
import { type SegmentCase, segmentCases } from './segment-cases.ts';
import { seedSegments } from './segment-data.ts';

const rounds = Number(process.env['SEGMENTS_ROUNDS'] ?? 20);

/** What everything is compared with: the same contacts counted without a condition and without row-level security. */
const bareCount = 'select count(*) from contacts where organization_id = $1 and deleted_at is null';

const inner = {
  kind: 'all',
  of: [
    { kind: 'field', field: 'country', predicate: { op: 'one_of', values: ['DE', 'CH'] } },
    { kind: 'attribute', name: 'orders', type: 'number', predicate: { op: 'gte', value: 20 } },
  ],
};

/** Counting, sampling, paging and explaining segments of 500,000 contacts and 5 million events, p50 and p95, and what writing events costs. */
export async function benchSegments({ browser, ownerUrl }: Product): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const data = await seedSegments(owner);
    const referred = await browser.post<SegmentView>('/api/segments', { name: 'Referred to', tree: inner });
    const rows: Row[] = [];
    for (const { name, tree, byHand } of segmentCases(data, referred.id)) {
      const { id } = await browser.post<SegmentView>('/api/segments', { name, tree });
      const { count } = await browser.post<{ count: number }>('/api/segments/count', { tree });
      if (byHand) await assertCount(owner, data.organizationId, { name, tree, byHand }, count);
      rows.push(
        ...(await measured(`${name}: `, () => owner.query(bareCount, [data.organizationId]), {
          [`count ${count.toLocaleString('en')}`]: () => browser.post('/api/segments/count', { tree }),
          'sample of 5': () => browser.post('/api/segments/sample', { tree }),
          'page of 50 members': () => browser.get(`/api/segments/${id}/members`),
          'explain one address': () => browser.post('/api/segments/explain', { tree, address: 'seg12345@example.com' }),
        })),
      );
    }
    const { withTotals, withoutTotals } = await eventWrites(owner, data.organizationId);
    rows.push(await interleave('1,000 events written, beside without totals', 'ms', 30, withTotals, withoutTotals));
    return rows;
  } finally {
    await owner.end();
  }
}

async function assertCount(owner: pg.Client, organizationId: string, { name, byHand }: SegmentCase, count: number) {
  const sql = `select count(*)::int as count from contacts c where ${byHand}`;
  const { rows } = await owner.query<{ count: number }>(sql, [organizationId]);
  if (rows[0]?.count !== count) throw new Error(`${name}: counted ${count}, by hand ${rows[0]?.count}`);
}

type Work = () => Promise<unknown>;

/** Each in turn with the raw limit, so that a noisy machine is noisy for all of them. */
async function measured(prefix: string, raw: Work, works: Readonly<Record<string, Work>>): Promise<Row[]> {
  const times = new Map<string, number[]>();
  const references: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    references.push(await timeOf(raw));
    for (const [name, work] of Object.entries(works)) {
      times.set(name, [...(times.get(name) ?? []), await timeOf(work)]);
    }
  }
  return [...times].flatMap(([name, values]) =>
    [50, 95].map((percent) => {
      const [value, reference] = [percentile(values, percent), percentile(references, percent)];
      const what = `segment (${prefix}${name}), p${percent}`;
      return { name: what, value, unit: 'ms', reference, ratio: value / reference, rounds };
    }),
  );
}

async function timeOf(work: Work): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}
