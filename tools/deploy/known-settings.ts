import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema as api } from '../../apps/api/src/config.ts';
import { configSchema as bff } from '../../apps/bff/src/config.ts';

/** What a process knows by its script: every name it is told has to be one of these. */
export function knownSettings(script: string): ReadonlySet<string> {
  if (script === 'migrations/migrate.ts')
    return new Set(['MIGRATIONS_DATABASE_URL', 'APP_DATABASE_PASSWORD', 'BFF_DATABASE_PASSWORD']);
  if (script === 'tools/backup/backup.ts')
    return new Set(['MIGRATIONS_DATABASE_URL', ...documentedIn('docs/backup.md')]);
  const shape = script.startsWith('apps/bff/') ? bff.shape : api.shape;
  return new Set(Object.keys(shape));
}

/** Settings of a program without a config of its own: those that its page names. */
function documentedIn(page: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '../..', page), 'utf8');
  const names = [...text.matchAll(/`((?:BACKUP|S3|FILES|ENCRYPTION|TRACKING)_[A-Z0-9_]+)`/g)].map(
    ([, name = '']) => name,
  );
  const bucket = ['ENDPOINT', 'BUCKET', 'REGION', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'];
  return [...names, ...bucket.flatMap((part) => [`S3_${part}`, `BACKUP_S3_${part}`])];
}
