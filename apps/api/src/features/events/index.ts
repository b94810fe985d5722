import type { Feature } from '../../platform/feature.ts';
import { EventsModule } from './events.module.ts';
import { eventsTables } from './events.tables.ts';

export { BlockedEvents } from './door/blocked-events.ts';
export { type RefusedEvent, RefusedEvents } from './door/refused-events.ts';
export { EventsModule } from './events.module.ts';
export { GroupCommit } from './log/group-commit.ts';
export { personIdOf } from './person-id.ts';
export { RewriteEvents } from './log/rewrite-events.ts';
export { EventSettingsService } from './settings/event-settings.service.ts';
export { guardOfStored } from './settings/privacy-guard.ts';
export { takeEventBatches } from './take-batches.ts';

export const events: Feature = { module: EventsModule, tables: eventsTables };
