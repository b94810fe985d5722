import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

/** The paths in the tree: a line without indentation is a folder from the root, an indented one is below it. */
function pathsInTree(): string[] {
  const tree = /```\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  let parent = '';
  return tree.split('\n').flatMap((line) => {
    const names =
      /^ *((?:[\w.-]+\/?)+(?: [\w.-]+\.\w+)*)/
        .exec(line)?.[1]
        ?.split(' ')
        .filter((name) => /[/.]/.test(name)) ?? [];
    if (names.length === 0) return [];
    if (line.startsWith(' ')) return names.map((name) => parent + name);
    parent = names[0] ?? '';
    return names;
  });
}

test('every path in the tree is on disk', () => {
  const paths = pathsInTree();
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every folder that matters is in the tree', () => {
  const paths = new Set(pathsInTree());
  const shown = [
    'apps/api/src/',
    'apps/api/src/features/',
    'apps/bff/src/',
    'apps/web/src/',
    'apps/web/src/features/',
    'libs/domain/src/',
    'tools/',
  ];
  const missing = shown.flatMap((parent) =>
    readdirSync(join(root, parent))
      .filter((name) => name !== 'node_modules' && statSync(join(root, parent, name)).isDirectory())
      .map((name) => `${parent}${name}/`)
      .filter((path) => !paths.has(path) && ![...paths].some((each) => each.startsWith(path))),
  );
  expect(missing.filter((path) => path !== 'apps/bff/src/testing/')).toEqual([]);
});

test('every file named in the text is on disk', () => {
  const named = [...text.matchAll(/`((?:apps|libs|tools|migrations)\/[\w./-]+\.tsx?)`/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
