import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { templateEditorsRoutes as routes } from '@engagex/domain/templates';
import { Handles, Input } from '../../../platform/http/handles.ts';
import { TemplateEditors } from './template-editors.ts';

@Controller()
export class TemplateEditorsController {
  constructor(private readonly editors: TemplateEditors) {}

  @Handles(routes.list)
  list(@Input() { id }: ParsedInputOf<typeof routes.list>) {
    return this.editors.list(id);
  }

  @Handles(routes.stay)
  stay(@Input() { id, tab }: ParsedInputOf<typeof routes.stay>) {
    return this.editors.stay(id, tab);
  }

  @Handles(routes.leave)
  leave(@Input() { id, tab }: ParsedInputOf<typeof routes.leave>) {
    return this.editors.leave(id, tab);
  }
}
