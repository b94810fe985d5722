import type { Feature } from '../../platform/feature.ts';
import { IncidentsModule } from './incidents.module.ts';
import { incidentsTables } from './incidents.tables.ts';
import { incidentsContents } from './incidents.contents.ts';

export { extendIncidents } from './extend-incidents.ts';

export const incidents: Feature = { module: IncidentsModule, tables: incidentsTables, contents: incidentsContents };
