import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { chooseDataFolder, emptyDataFolder, lockDataFolder, openDataFolder } from './data-folder.ts';
import { identify } from './processes.ts';

const folder = temporaryFolder();

test('a folder that the person named is taken as it is', () => {
  expect(chooseDataFolder('/somewhere/else', '/usual')).toEqual({ path: '/somewhere/else', remark: null });
});

test('a folder with files of someone else is refused, and keeps them', () => {
  const path = newFolder('theirs');
  writeFileSync(join(path, 'thesis.txt'), 'precious');
  expect(() => openDataFolder(path)).toThrow(/holds files that are not EngageX's/);
  expect(readdirSync(path)).toEqual(['thesis.txt']);
});

test('emptying a data folder deletes only what the stack keeps there', () => {
  const path = newFolder('ours');
  for (const name of ['secrets.json', 'stack.json', 'notes.txt']) writeFileSync(join(path, name), '{}');
  for (const name of ['files', 'billing']) mkdirSync(join(path, name));
  openDataFolder(path);
  emptyDataFolder(path);
  expect(readdirSync(path)).toEqual(['notes.txt']);
});

test('a second launcher on the same folder is refused until the first is done', async () => {
  const path = newFolder('shared');
  const unlock = await lockDataFolder(path);
  await expect(lockDataFolder(path, 0)).rejects.toThrow(`already running on this data folder (pid ${process.pid})`);
  unlock();
  await expect(lockDataFolder(path, 0)).resolves.toBeTypeOf('function');
});

test('a launcher that is just stopping is waited for', async () => {
  const path = newFolder('stopping');
  const unlock = await lockDataFolder(path);
  setTimeout(unlock, 150);
  await expect(lockDataFolder(path, 5_000)).resolves.toBeTypeOf('function');
});

test('of several launchers that start together over an abandoned lock, one gets the folder', async () => {
  const path = newFolder('crowd');
  leaveLock(path, { pid: 4_194_000, startedAt: '1' });
  const attempts = await Promise.allSettled([1, 2, 3, 4].map(() => lockDataFolder(path, 0)));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the lock of a launcher whose pid now belongs to a stranger counts for nothing', async () => {
  const path = newFolder('reused');
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  leaveLock(path, { pid: stranger.pid ?? 0, startedAt: 'long ago' });
  await expect(lockDataFolder(path, 0)).resolves.toBeTypeOf('function');
  expect(identify(stranger.pid ?? 0)).not.toBeNull();
  stranger.kill('SIGKILL');
});

function newFolder(name: string): string {
  const path = join(folder, name);
  expect(existsSync(path)).toBe(false);
  mkdirSync(path);
  return path;
}

function leaveLock(path: string, holder: { pid: number; startedAt: string }) {
  writeFileSync(join(path, 'launcher.lock'), JSON.stringify(holder));
}
