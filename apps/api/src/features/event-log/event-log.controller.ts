import { Controller } from '@nestjs/common';
import { eventLogRoutes } from '@engagex/domain/events';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { EventLogService } from './event-log.service.ts';

@Controller()
export class EventLogController {
  constructor(private readonly events: EventLogService) {}

  @Handles(eventLogRoutes.list)
  list(@Input() input: ParsedInputOf<typeof eventLogRoutes.list>) {
    return this.events.list(input);
  }
}
