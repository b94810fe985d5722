import { setImmediate as immediate } from 'node:timers/promises';
import type { ImportView } from '@engagex/domain/contacts';
import { until } from '../demo/browser.ts';
import type { Product } from './product.ts';
import { memoryOf } from './process-usage.ts';
import type { Row } from './rounds.ts';

/** IMPORT_ROWS=100000 is a tenth of it, for a quick look. */
const rows = Number(process.env['IMPORT_ROWS'] ?? 1_000_000);

/** Rows a second of one big import, and how much the worker's memory grows meanwhile. */
export async function benchImportMillion({ browser, pids }: Product): Promise<Row[]> {
  const baseline = memoryOf(pids.worker);
  const sizes: number[] = [];
  const timer = setInterval(() => sizes.push(memoryOf(pids.worker)), 250);
  try {
    const pieces: string[] = [];
    for await (const piece of fileOf(rows)) pieces.push(piece);
    const form = new FormData();
    form.set('file', new Blob(pieces), 'million.csv');
    const { id, mapping } = await browser.post<ImportView>('/api/imports', form);
    await browser.post(`/api/imports/${id}/start`, { mapping });
    const view = await until(
      () => browser.get<ImportView>(`/api/imports/${id}`),
      ({ status }) => status === 'done' || status === 'failed',
    );
    if (view.status !== 'done' || !view.startedAt || !view.finishedAt)
      throw new Error(`The import ${view.status}: ${view.problem}`);
    const seconds = (Date.parse(view.finishedAt) - Date.parse(view.startedAt)) / 1000;
    const plain = { reference: null, ratio: null, rounds: 1 };
    const name = `import of ${rows.toLocaleString('en')} rows`;
    return [
      { name, value: rows / seconds, unit: 'rows/s', ...plain },
      { name: `${name}: memory of the worker before`, value: baseline, unit: 'MB', ...plain },
      { name: `${name}: growth at the highest`, value: Math.max(...sizes) - baseline, unit: 'MB', ...plain },
      ...[0.25, 0.5, 0.75, 1].map((share) => ({
        name: `${name}: memory of the worker after ${share * 100} % of the time`,
        value: sizes[Math.ceil(sizes.length * share) - 1] ?? baseline,
        unit: 'MB',
        ...plain,
      })),
    ];
  } finally {
    clearInterval(timer);
  }
}

/** In pieces with a pause between: a connection that the server closes meanwhile is noticed before it is used again. */
async function* fileOf(count: number): AsyncGenerator<string> {
  yield 'email,first name,last name,unsubscribed,city,orders,since,tier\n';
  for (let from = 0; from < count; from += 10_000) {
    await immediate();
    let piece = '';
    for (let index = from; index < Math.min(count, from + 10_000); index += 1)
      piece += `person${index}@example.com,First${index % 1000},Last${index % 5000},no,Zürich,${index % 40},2024-01-01,gold\n`;
    yield piece;
  }
}
