import type { Feature } from '../../platform/feature.ts';
import { EventLogModule } from './event-log.module.ts';

export const eventLog: Feature = { module: EventLogModule };
