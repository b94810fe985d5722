import { configSchema as api } from '../../apps/api/src/config.ts';
import { configSchema as bff } from '../../apps/bff/src/config.ts';

/** What a process knows by its script: every name it is told has to be one of these. */
export function knownSettings(script: string): ReadonlySet<string> {
  if (script === 'migrations/migrate.ts')
    return new Set(['MIGRATIONS_DATABASE_URL', 'APP_DATABASE_PASSWORD', 'BFF_DATABASE_PASSWORD']);
  const shape = script.startsWith('apps/bff/') ? bff.shape : api.shape;
  return new Set([...Object.keys(shape), 'METRICS_PORT']);
}
