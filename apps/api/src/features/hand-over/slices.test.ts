import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Slices } from './slices.ts';

const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);
let others: NodeJS.UnhandledRejectionListener[] = [];
beforeEach(() => {
  unheard.length = 0;
  others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear);
});
afterEach(() => {
  process.removeAllListeners('unhandledRejection');
  for (const listener of others) process.on('unhandledRejection', listener);
});

test('what cannot be recorded ends no process, and whoever waits for it later is told', async () => {
  const slices = new Slices<string>(2, async () => Promise.reject(new Error('The connection broke.')));
  slices.answered(0, 'one');
  slices.answered(1, 'two');
  await slices.quiet;
  await delay(5); // the worker is at something else
  await expect(slices.recorded).rejects.toThrow('The connection broke.');
  expect(unheard).toEqual([]);
});
