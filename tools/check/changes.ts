import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface Changes {
  /** What they are counted from, in words. */
  readonly since: string;
  /** Paths from the root: changed, added, deleted, committed or not; a renamed file is there under both names. */
  readonly files: readonly string[];
  /** Every file with tests that is there now, and its text. */
  readonly tests: ReadonlyMap<string, string>;
}

const TESTS = ['*.test.ts', '*.test.tsx', '*.spec.ts'];

/**
 * What changed since this branch left main, or on main itself in the last commit, and what is not committed. Null when
 * Git cannot tell: not a checkout, or one without its history.
 */
export async function changesOf(root: string): Promise<Changes | null> {
  const base = (await whereItLeftMain(root)) ?? (await beforeLastCommit(root));
  if (!base) return null;
  const untracked = ['--others', '--exclude-standard'];
  const files = [
    ...(await paths(root, ['diff', '--name-only', '--no-renames', base.commit])),
    ...(await paths(root, ['ls-files', ...untracked])),
  ].toSorted();
  const gone = new Set(await paths(root, ['ls-files', '--deleted']));
  const tests = (await paths(root, ['ls-files', '--cached', ...untracked, '--', ...TESTS]))
    .filter((path) => !gone.has(path))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const);
  return { since: base.words, files, tests: new Map(tests) };
}

interface Base {
  readonly commit: string;
  readonly words: string;
}

async function whereItLeftMain(root: string): Promise<Base | null> {
  const head = await git(root, ['rev-parse', 'HEAD']);
  for (const main of ['main', 'origin/main']) {
    const commit = (await git(root, ['merge-base', 'HEAD', main]))?.trim();
    if (!commit) continue;
    if (commit === head?.trim()) return null;
    return { commit, words: `${commit.slice(0, 8)}, where this branch left ${main}` };
  }
  return null;
}

async function beforeLastCommit(root: string): Promise<Base | null> {
  const commit = (await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD~1']))?.trim();
  return commit ? { commit, words: `${commit.slice(0, 8)}, the commit before the last` } : null;
}

async function paths(root: string, [command = '', ...args]: readonly string[]): Promise<string[]> {
  const listed = await git(root, [command, '-z', ...args]);
  if (listed === null) throw new Error(`git ${command} failed.`);
  return listed.split('\0').filter((path) => path !== '');
}

/** What Git says; null when it refuses. */
async function git(root: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await execute('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch {
    return null;
  }
}
