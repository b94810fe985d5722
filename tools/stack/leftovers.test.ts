import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { recordProcesses, stopLeftOvers } from './leftovers.ts';

const folder = temporaryFolder();

test('what a killed launcher left running is stopped at the next start', async () => {
  const worker = startAnything();
  recordProcesses(folder, () => {}).started('worker', worker.pid ?? 0);
  const gone = once(worker, 'exit');
  const lines: string[] = [];

  await stopLeftOvers(folder, (line) => lines.push(line));

  expect(await gone).toEqual([null, 'SIGTERM']);
  expect(lines).toEqual([`worker from an earlier start is still running (pid ${worker.pid}); stopping it`]);
});

test('a stranger who has the number of a dead service by now is left alone', async () => {
  const stranger = startAnything();
  recordProcesses(folder, () => {}).started('api', stranger.pid ?? 0);
  const file = join(folder, 'stack.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/"startedAt": "\d+"/g, '"startedAt": "1"'));

  await stopLeftOvers(folder, () => {});

  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill('SIGKILL');
});

test('a damaged record stops nobody', async () => {
  writeFileSync(join(folder, 'stack.json'), '{"processes": {"api": ');
  const lines: string[] = [];
  await stopLeftOvers(folder, (line) => lines.push(line));
  expect(lines).toEqual([]);
});

function startAnything() {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
}
