import { Controller } from '@nestjs/common';
import { contactViewsRoutes } from '@engagex/domain/contacts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ContactViewsService } from './contact-views.service.ts';

interface OfView {
  readonly id: string;
}

@Controller()
export class ContactViewsController {
  constructor(private readonly views: ContactViewsService) {}

  @Handles(contactViewsRoutes.list)
  list() {
    return this.views.list();
  }

  @Handles(contactViewsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof contactViewsRoutes.create>) {
    return this.views.create(input);
  }

  @Handles(contactViewsRoutes.update)
  update(@Input() input: ParsedInputOf<typeof contactViewsRoutes.update>) {
    return this.views.update(input);
  }

  @Handles(contactViewsRoutes.delete)
  delete(@Input() { id }: OfView) {
    return this.views.delete(id);
  }

  @Handles(contactViewsRoutes.restore)
  restore(@Input() { id }: OfView) {
    return this.views.restore(id);
  }
}
