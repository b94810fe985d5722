import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { isAsNoted, noteState } from './built.ts';

const root = temporaryFolder();
const note = join(root, '.nx/state');
const places = ['apps', 'package-lock.json'];
const isUnchanged = () => isAsNoted(note, root, places);

beforeEach(() => {
  for (const folder of ['apps/api/src', 'apps/api/dist', 'apps/api/node_modules/x'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['apps/api/src/main.ts', 'apps/api/dist/main.js', 'package-lock.json'])
    writeFileSync(join(root, file), 'text');
  noteState(note, root, places);
});

test('nothing changed, or only what packages are made of', () => {
  expect(isUnchanged()).toBe(true);
  writeFileSync(join(root, 'apps/api/node_modules/x/index.js'), 'text');
  expect(isUnchanged()).toBe(true);
});

test.each(['apps/api/src/main.ts', 'apps/api/src/another.ts', 'apps/api/dist/main.js', 'package-lock.json'])(
  'a change of %s is seen',
  (file) => {
    writeFileSync(join(root, file), 'other text');
    expect(isUnchanged()).toBe(false);
  },
);

test('a file of the same size and another time, one that is gone, and a place that is gone are seen', () => {
  utimesSync(join(root, 'apps/api/src/main.ts'), 1, 1);
  expect(isUnchanged()).toBe(false);
  noteState(note, root, places);
  rmSync(join(root, 'apps/api/dist/main.js'));
  expect(isUnchanged()).toBe(false);
  noteState(note, root, places);
  rmSync(join(root, 'apps'), { recursive: true });
  expect(isUnchanged()).toBe(false);
});
