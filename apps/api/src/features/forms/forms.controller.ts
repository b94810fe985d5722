import { Controller } from '@nestjs/common';
import { formsRoutes } from '@engagex/domain/forms';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { FormsService } from './forms.service.ts';

interface OfForm {
  readonly id: string;
}

@Controller()
export class FormsController {
  constructor(private readonly forms: FormsService) {}

  @Handles(formsRoutes.list)
  list() {
    return this.forms.list();
  }

  @Handles(formsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof formsRoutes.create>) {
    return this.forms.create(input);
  }

  @Handles(formsRoutes.update)
  update(@Input() input: ParsedInputOf<typeof formsRoutes.update>) {
    return this.forms.update(input);
  }

  @Handles(formsRoutes.delete)
  delete(@Input() { id }: OfForm) {
    return this.forms.delete(id);
  }

  @Handles(formsRoutes.restore)
  restore(@Input() { id }: OfForm) {
    return this.forms.restore(id);
  }
}
