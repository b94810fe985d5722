import { Controller } from '@nestjs/common';
import { eventSchemasRoutes } from '@engagex/domain/event-schemas';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { EventSchemas } from './event-schemas.service.ts';

interface Named {
  readonly id: string;
}

@Controller()
export class EventSchemasController {
  constructor(private readonly schemas: EventSchemas) {}

  @Handles(eventSchemasRoutes.list)
  list(@Input() input: ParsedInputOf<typeof eventSchemasRoutes.list>) {
    return this.schemas.list(input);
  }

  @Handles(eventSchemasRoutes.summary)
  summary() {
    return this.schemas.summary();
  }

  @Handles(eventSchemasRoutes.suggestions)
  suggestions() {
    return this.schemas.suggestions();
  }

  @Handles(eventSchemasRoutes.get)
  get(@Input() { id }: Named) {
    return this.schemas.get(id);
  }

  @Handles(eventSchemasRoutes.properties)
  properties(@Input() input: ParsedInputOf<typeof eventSchemasRoutes.properties>) {
    return this.schemas.properties(input);
  }

  @Handles(eventSchemasRoutes.update)
  update(@Input() input: ParsedInputOf<typeof eventSchemasRoutes.update>) {
    return this.schemas.update(input);
  }

  @Handles(eventSchemasRoutes.updateProperty)
  updateProperty(@Input() input: ParsedInputOf<typeof eventSchemasRoutes.updateProperty>) {
    return this.schemas.updateProperty(input);
  }

  @Handles(eventSchemasRoutes.block)
  block(@Input() { id }: Named) {
    return this.schemas.block(id);
  }

  @Handles(eventSchemasRoutes.unblock)
  unblock(@Input() { id }: Named) {
    return this.schemas.unblock(id);
  }

  @Handles(eventSchemasRoutes.delete)
  delete(@Input() { id }: Named) {
    return this.schemas.delete(id);
  }
}
