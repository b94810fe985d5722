import { Controller } from '@nestjs/common';
import { eventHooksRoutes } from '@engagex/domain/provider-events';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { EventHooks } from './event-hooks.service.ts';

interface OfTransport {
  readonly id: string;
}

@Controller()
export class EventHooksController {
  constructor(private readonly hooks: EventHooks) {}

  @Handles(eventHooksRoutes.list)
  list() {
    return this.hooks.list();
  }

  @Handles(eventHooksRoutes.save)
  save(@Input() { id, hook }: ParsedInputOf<typeof eventHooksRoutes.save>) {
    return this.hooks.save(id, hook);
  }

  @Handles(eventHooksRoutes.renewSecret)
  renewSecret(@Input() { id }: OfTransport) {
    return this.hooks.renewSecret(id);
  }

  @Handles(eventHooksRoutes.delete)
  delete(@Input() { id }: OfTransport) {
    return this.hooks.delete(id);
  }
}
