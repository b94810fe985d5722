import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { enterAlone } from './enter-alone.ts';

const folder = temporaryFolder();

test('whoever comes second waits until the first has left', async () => {
  const file = join(folder, 'one', 'building');
  const order: string[] = [];
  const leave = await enterAlone(file);
  const second = enterAlone(file).then((leaveToo) => {
    order.push('second');
    leaveToo();
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  order.push('first');
  leave();
  await second;
  expect(order).toEqual(['first', 'second']);
  expect(existsSync(file)).toBe(false);
});

test('what a process that was killed held is taken over', async () => {
  const file = join(folder, 'building');
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1' }));
  const leave = await enterAlone(file);
  expect(existsSync(file)).toBe(true);
  leave();
  expect(existsSync(file)).toBe(false);
});
