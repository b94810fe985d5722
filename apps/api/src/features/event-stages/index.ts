import type { Feature } from '../../platform/feature.ts';
import { EventStagesModule } from './event-stages.module.ts';
import { eventStagesTables } from './event-stages.tables.ts';

export { type EventKind, EventStage, type StageEvent } from './event-stage.ts';

export const eventStages: Feature = { module: EventStagesModule, tables: eventStagesTables };
