import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './rounds.ts';

const limitKb = 200;
const dist = join(import.meta.dirname, '../../apps/web/dist');

/** Compressed JavaScript that the page itself asks for, beside the budget. */
export async function benchFirstLoad(): Promise<Row[]> {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
  const bytes = scripts.reduce((sum, path) => sum + statSync(compressed(path)).size, 0);
  const value = bytes / 1000;
  return [
    {
      name: 'first load: compressed JavaScript, beside the budget',
      value,
      unit: 'kB',
      reference: limitKb,
      ratio: value / limitKb,
      rounds: 1,
    },
  ];
}

function compressed(path: string): string {
  const file = join(dist, path);
  return statSync(`${file}.br`, { throwIfNoEntry: false }) ? `${file}.br` : file;
}
