import { Controller } from '@nestjs/common';
import { eventLossesRoutes } from '@engagex/domain/event-losses';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { EventLosses } from './event-losses.service.ts';

@Controller()
export class EventLossesController {
  constructor(private readonly losses: EventLosses) {}

  @Handles(eventLossesRoutes.get)
  get(@Input() input: ParsedInputOf<typeof eventLossesRoutes.get>) {
    return this.losses.get(input);
  }
}
