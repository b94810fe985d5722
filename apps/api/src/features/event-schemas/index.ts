import type { Feature } from '../../platform/feature.ts';
import { EventSchemasModule } from './event-schemas.module.ts';
import { eventSchemasTables } from './event-schemas.tables.ts';

export const eventSchemas: Feature = { module: EventSchemasModule, tables: eventSchemasTables };
