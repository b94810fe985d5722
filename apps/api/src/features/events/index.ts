import type { Feature } from '../../platform/feature.ts';
import { EventsModule } from './events.module.ts';
import { eventsTables } from './events.tables.ts';

export { EventsModule } from './events.module.ts';
export { personIdOf } from './person-id.ts';

export const events: Feature = { module: EventsModule, tables: eventsTables };
