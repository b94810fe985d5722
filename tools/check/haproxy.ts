import { existsSync } from 'node:fs';
import { installPackage, isDebianRoot } from './install.ts';

/** Upgrades are tried behind haproxy, where there is one; says so when there is none. */
export async function findHaproxy(root: string, say: (text: string) => void): Promise<void> {
  if (existsSync('/usr/sbin/haproxy')) return;
  if (isDebianRoot()) {
    say('There is no haproxy to try upgrades behind; installing one');
    await installPackage(root, 'haproxy');
    return;
  }
  say('There is no haproxy: upgrades are not tried');
}
