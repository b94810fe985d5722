import type { Feature } from '../../platform/feature.ts';
import { IncidentsModule } from './incidents.module.ts';
import { incidentsTables } from './incidents.tables.ts';

export { extendIncidents } from './extend-incidents.ts';

export const incidents: Feature = { module: IncidentsModule, tables: incidentsTables };
