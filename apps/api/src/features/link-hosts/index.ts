import type { Feature } from '../../platform/feature.ts';
import { LinkHostsModule } from './link-hosts.module.ts';
import { linkHostsTables } from './link-hosts.tables.ts';

export { LinkHostsModule } from './link-hosts.module.ts';
export { LinkBases } from './link-bases.ts';

export const linkHosts: Feature = { module: LinkHostsModule, tables: linkHostsTables };
