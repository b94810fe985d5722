import { Controller } from '@nestjs/common';
import { attributesRoutes } from '@engagex/domain/contacts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { AttributesService } from './attributes.service.ts';

interface OfAttribute {
  readonly id: string;
}

@Controller()
export class AttributesController {
  constructor(private readonly attributes: AttributesService) {}

  @Handles(attributesRoutes.list)
  list() {
    return this.attributes.list();
  }

  @Handles(attributesRoutes.create)
  create(@Input() input: ParsedInputOf<typeof attributesRoutes.create>) {
    return this.attributes.create(input);
  }

  @Handles(attributesRoutes.update)
  update(@Input() input: ParsedInputOf<typeof attributesRoutes.update>) {
    return this.attributes.update(input);
  }

  @Handles(attributesRoutes.delete)
  delete(@Input() { id }: OfAttribute) {
    return this.attributes.delete(id);
  }

  @Handles(attributesRoutes.restore)
  restore(@Input() { id }: OfAttribute) {
    return this.attributes.restore(id);
  }
}
