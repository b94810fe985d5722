import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** A built release in a folder of its own. */
export interface Release {
  readonly name: string;
  readonly folder: string;
}

/** What is checked out here, as it was built last. */
export const currentRelease: Release = { name: 'this version', folder: root };

/**
 * The release before, cloned and built: the last tag, or what UPGRADE_FROM names. While nothing has been released, it is
 * what was committed last.
 */
export function cloneReleaseBefore(into: string): Release {
  const from = process.env['UPGRADE_FROM'] ?? lastTag() ?? 'HEAD';
  const folder = join(into, 'before');
  git(root, 'clone', '--quiet', '--shared', '--no-checkout', root, folder);
  git(folder, 'tag', 'before', git(root, 'rev-parse', `${from}^{commit}`).trim());
  git(folder, 'checkout', '--quiet', 'before');
  // Links to the files of ours, and links among the workspaces, which lead to those of the clone.
  execFileSync('cp', ['-al', join(root, 'node_modules'), join(folder, 'node_modules')]);
  execFileSync('rm', ['-rf', join(folder, 'node_modules/.cache')]);
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  return { name: from, folder };
}

function lastTag(): string | null {
  return git(root, 'tag', '--list', 'v*', '--sort=-version:refname').split('\n')[0] || null;
}

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd, encoding: 'utf8' });
}
