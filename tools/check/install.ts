import { existsSync } from 'node:fs';
import { run } from './run.ts';

export function isDebianRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

let installing: Promise<unknown> = Promise.resolve();

/** Installs one of Debian's packages, when those asked for before it are; throws with what apt-get said. */
export function installPackage(root: string, name: string): Promise<void> {
  const installed = installing.then(async () => {
    await must(root, ['apt-get', 'update', '-qq']);
    await must(root, ['apt-get', 'install', '-y', '-qq', name]);
  });
  installing = installed.catch(() => {}); // whoever asked for it is told
  return installed;
}

export async function must(cwd: string, command: readonly string[]): Promise<void> {
  const { code, output } = await run(command, { cwd, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  if (code !== 0) throw new Error(`"${command.join(' ')}" failed:\n${output}`);
}
