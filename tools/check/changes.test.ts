import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { changesOf } from './changes.ts';

function repository() {
  const root = temporaryFolder();
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...identity, ...args], { stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  const write = (name: string, text: string) => writeFileSync(join(root, name), text);
  const commit = (name: string) => {
    write(name, name);
    git('add', '.');
    git('commit', '--quiet', '--message', name);
  };
  return { root, git, write, commit };
}

test('on a branch, everything since it left main counts, committed or not, whatever main got meanwhile', async () => {
  const { root, git, write, commit } = repository();
  for (const name of ['old.ts', 'moved.ts', 'deleted.ts']) write(name, name);
  commit('first.ts');
  git('switch', '--quiet', '--create', 'branch');
  commit('committed.ts');
  git('switch', '--quiet', 'main');
  commit('of-main.ts');
  git('switch', '--quiet', 'branch');
  git('mv', 'moved.ts', 'renamed.ts');
  rmSync(join(root, 'deleted.ts'));
  write('old.ts', 'new');
  write('with space.ts', 'untracked');
  const changes = await changesOf(root);
  expect(changes?.since).toMatch(/^[0-9a-f]{8}, where this branch left main$/);
  expect(changes?.files).toEqual(['committed.ts', 'deleted.ts', 'moved.ts', 'old.ts', 'renamed.ts', 'with space.ts']);
});

test('tests come with their text, committed or not, unless they were deleted', async () => {
  const { root, write, commit } = repository();
  commit('first.ts');
  write('deleted.test.tsx', 'deleted');
  commit('kept.test.ts');
  rmSync(join(root, 'deleted.test.tsx'));
  write('new.spec.ts', 'new');
  const changes = await changesOf(root);
  expect(Object.fromEntries(changes?.tests ?? [])).toEqual({ 'kept.test.ts': 'kept.test.ts', 'new.spec.ts': 'new' });
});

test('on main, the last commit counts and what is not committed', async () => {
  const { root, write, commit } = repository();
  commit('a.ts');
  commit('b.ts');
  commit('c.ts');
  write('d.ts', 'untracked');
  const changes = await changesOf(root);
  expect(changes?.since).toMatch(/the commit before the last$/);
  expect(changes?.files).toEqual(['c.ts', 'd.ts']);
});

test('nobody can tell what changed without a commit before this one, or without Git', async () => {
  const { root, commit } = repository();
  commit('a.ts');
  expect(await changesOf(root)).toBeNull();
  expect(await changesOf(temporaryFolder())).toBeNull();
});
