import { Controller } from '@nestjs/common';
import { type ChosenFailedEvents, eventStagesRoutes, failedEventsRoutes } from '@engagex/domain/event-stages';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { FailedEvents } from './failed-events.service.ts';

@Controller()
export class EventStagesController {
  constructor(private readonly failed: FailedEvents) {}

  @Handles(eventStagesRoutes.list)
  stages() {
    return this.failed.listStages();
  }

  @Handles(failedEventsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof failedEventsRoutes.list>) {
    return this.failed.list(input);
  }

  @Handles(failedEventsRoutes.get)
  get(@Input() { id }: { readonly id: string }) {
    return this.failed.get(id);
  }

  @Handles(failedEventsRoutes.replay)
  replay(@Input() chosen: ChosenFailedEvents) {
    return this.failed.replay(chosen);
  }

  @Handles(failedEventsRoutes.discard)
  discard(@Input() chosen: ChosenFailedEvents) {
    return this.failed.discard(chosen);
  }

  @Handles(failedEventsRoutes.restore)
  restore(@Input() { ids }: ParsedInputOf<typeof failedEventsRoutes.restore>) {
    return this.failed.restore(ids);
  }
}
