import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { templateDraftsRoutes as routes } from '@engagex/domain/templates';
import { Handles, Input } from '../../../platform/http/handles.ts';
import { TemplateDrafts } from './template-drafts.ts';

@Controller()
export class TemplateDraftsController {
  constructor(private readonly drafts: TemplateDrafts) {}

  @Handles(routes.get)
  get(@Input() { id }: ParsedInputOf<typeof routes.get>) {
    return this.drafts.get(id);
  }

  @Handles(routes.save)
  save(@Input() { id, baseRevision, ...given }: ParsedInputOf<typeof routes.save>) {
    return this.drafts.save(id, baseRevision, given);
  }

  @Handles(routes.publish, { transaction: false })
  publish(@Input() { id, revision }: ParsedInputOf<typeof routes.publish>) {
    return this.drafts.publish(id, revision);
  }

  @Handles(routes.discard)
  discard(@Input() { id, revision }: ParsedInputOf<typeof routes.discard>) {
    return this.drafts.discard(id, revision);
  }

  @Handles(routes.versions)
  versions(@Input() input: ParsedInputOf<typeof routes.versions>) {
    return this.drafts.list(input.id, input);
  }

  @Handles(routes.version)
  version(@Input() { id, revision }: ParsedInputOf<typeof routes.version>) {
    return this.drafts.version(id, revision);
  }

  @Handles(routes.restore)
  restore(@Input() { id, revision }: ParsedInputOf<typeof routes.restore>) {
    return this.drafts.restore(id, revision);
  }
}
