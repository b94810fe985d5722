import { readFile, readdir } from 'node:fs/promises';
import { setImmediate as immediate } from 'node:timers/promises';
import type { ImportView } from '@engagex/domain/contacts';
import { until } from '../demo/browser.ts';
import type { Product } from './product.ts';
import type { Row } from './rounds.ts';

/** IMPORT_ROWS=100000 is a tenth of it, for a quick look. */
const rows = Number(process.env['IMPORT_ROWS'] ?? 1_000_000);

/** Rows a second of one big import, and how much the worker's memory grows meanwhile. */
export async function benchImportMillion({ browser }: Product): Promise<Row[]> {
  const worker = await workerOf(process.pid);
  const baseline = await residentOf(worker);
  const sizes: number[] = [];
  const timer = setInterval(() => void residentOf(worker).then((size) => sizes.push(size)), 250);
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

/** As Linux tells: the process started from here, however far down, that runs worker.js. */
async function workerOf(ancestor: number): Promise<number> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = new Map<number, number>();
  const workers: number[] = [];
  for (const name of processes) {
    const [stat, command] = await Promise.all(
      ['stat', 'cmdline'].map((file) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '')),
    );
    parents.set(Number(name), Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    if (command?.includes('worker.js')) workers.push(Number(name));
  }
  const isOurs = (pid: number): boolean => pid === ancestor || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  const worker = workers.find(isOurs);
  if (!worker) throw new Error('The worker was not found in /proc, which only Linux has.');
  return worker;
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
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
