import { existsSync } from 'node:fs';
import { run } from './run.ts';

export function isDebianRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs one of Debian's packages; throws with what apt-get said. */
export async function installPackage(root: string, name: string): Promise<void> {
  await must(root, ['apt-get', 'update', '-qq']);
  await must(root, ['apt-get', 'install', '-y', '-qq', name]);
}

export async function must(cwd: string, command: readonly string[]): Promise<void> {
  const { code, output } = await run(command, { cwd, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  if (code !== 0) throw new Error(`"${command.join(' ')}" failed:\n${output}`);
}
