import { Controller } from '@nestjs/common';
import { bulkActionsRoutes } from '@engagex/domain/contacts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { BulkActionsService } from './bulk-actions.service.ts';

interface OfBulkAction {
  readonly id: string;
}

@Controller()
export class BulkActionsController {
  constructor(private readonly bulkActions: BulkActionsService) {}

  @Handles(bulkActionsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof bulkActionsRoutes.list>) {
    return this.bulkActions.list(input);
  }

  @Handles(bulkActionsRoutes.get)
  get(@Input() { id }: OfBulkAction) {
    return this.bulkActions.get(id);
  }

  @Handles(bulkActionsRoutes.start)
  start(@Input() input: ParsedInputOf<typeof bulkActionsRoutes.start>) {
    return this.bulkActions.start(input);
  }

  @Handles(bulkActionsRoutes.cancel)
  cancel(@Input() { id }: OfBulkAction) {
    return this.bulkActions.cancel(id);
  }

  @Handles(bulkActionsRoutes.undo)
  undo(@Input() { id }: OfBulkAction) {
    return this.bulkActions.undo(id);
  }
}
