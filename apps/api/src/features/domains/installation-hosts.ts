import type { Config } from '../../config.ts';
import type { InstallationHosts } from './stored-domain.ts';

/** The hosts of the installation that records lead to. Links need a name that others can reach. */
export function hostsOf({ BOUNCE_HOST, PUBLIC_URL }: Pick<Config, 'BOUNCE_HOST' | 'PUBLIC_URL'>): InstallationHosts {
  const { hostname } = new URL(PUBLIC_URL);
  const isName = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(hostname);
  return { bounces: BOUNCE_HOST ?? null, links: isName ? hostname : null };
}
