import type { Feature } from '../../platform/feature.ts';
import { EventLossesModule } from './event-losses.module.ts';
import { eventLossesTables } from './event-losses.tables.ts';

export const eventLosses: Feature = { module: EventLossesModule, tables: eventLossesTables };
