import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ImportView } from '@engagex/domain/contacts';
import { until } from '../demo/browser.ts';
import type { Product } from './product.ts';
import { interleave, type Row } from './rounds.ts';

export const importRows = 100_000;

/** 100,000 rows of 8 columns; `run` keeps the addresses of one round apart from those of the next. */
export function importFile(run: number): string {
  const rows = Array.from(
    { length: importRows },
    (_, index) =>
      `person${index}.r${run}@example.com,First${index % 1000},Last${index % 5000},no,Zürich,${index % 40},2024-01-01,gold`,
  );
  return ['email,first name,last name,unsubscribed,city,orders,since,tier', ...rows].join('\n');
}

/** Uploads and imports a file; resolves to how long the worker took for it, in seconds. */
export async function importOnce(
  { browser }: Product,
  content: string,
  newGroupName?: string,
): Promise<{ seconds: number; view: ImportView }> {
  const form = new FormData();
  form.set('file', new Blob([content]), 'bench.csv');
  const { id, mapping } = await browser.post<ImportView>('/api/imports', form);
  await browser.post(`/api/imports/${id}/start`, { mapping, ...(newGroupName ? { newGroupName } : {}) });
  const view = await until(
    () => browser.get<ImportView>(`/api/imports/${id}`),
    ({ status }) => status === 'done' || status === 'failed',
    100,
  );
  if (view.status !== 'done' || !view.startedAt || !view.finishedAt)
    throw new Error(`The import ${view.status}: ${view.problem}`);
  return { view, seconds: (Date.parse(view.finishedAt) - Date.parse(view.startedAt)) / 1000 };
}

/** Rows a second of an import, beside COPY of the same rows into a table with the same columns, indexes and checks. */
export async function benchImport(product: Product): Promise<Row[]> {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  let run = 0;
  try {
    await client.query('create table bench_contacts (like contacts including all)');
    const { rows } = await client.query<{ id: string }>('select id from organizations limit 1');
    const organizationId = rows[0]?.id ?? '';
    const row = await interleave(
      'import: rows per second, beside COPY',
      'rows/s',
      3,
      async () => importRows / (await importOnce(product, importFile((run += 1)))).seconds,
      async () => {
        const started = performance.now();
        const copy = client.query(
          copyFrom('copy bench_contacts (organization_id, email, first_name, last_name, attributes) from stdin'),
        );
        await pipeline(Readable.from(copyLines(organizationId, run)), copy);
        return importRows / ((performance.now() - started) / 1000);
      },
    );
    return [row];
  } finally {
    await client.end();
  }
}

function* copyLines(organizationId: string, run: number): Generator<string> {
  for (let index = 0; index < importRows; index += 1) {
    yield `${organizationId}\tperson${index}.r${run}@example.com\tFirst${index % 1000}\tLast${index % 5000}\t{"city":"Zürich","orders":"${index % 40}","since":"2024-01-01","tier":"gold"}\n`;
  }
}
