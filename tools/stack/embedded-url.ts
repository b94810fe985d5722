import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseDataFolder } from './data-folder.ts';
import { OWNER, urlFor } from './postgres/postgres.ts';
import { readSecrets } from './secrets.ts';
import { StackError } from './stack-error.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The database of a running `npm start`; PostgreSQL writes its port into the fourth line of this file. */
export function embeddedUrl(named: string | null): string {
  const { path } = chooseDataFolder(named, join(ROOT, '.engagex'));
  let port: number;
  try {
    port = Number(readFileSync(join(path, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]);
  } catch (cause) {
    throw new StackError(
      `EngageX is not running on ${path}. Start it, name its folder with --data, or set MIGRATIONS_DATABASE_URL.`,
      { cause },
    );
  }
  return urlFor(port, OWNER, readSecrets(path).ownerPassword, 'engagex');
}
