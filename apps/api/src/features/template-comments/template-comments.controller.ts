import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { templateCommentsRoutes as routes } from '@engagex/domain/template-comments';
import { Handles, Input } from '../../platform/http/handles.ts';
import { TemplateComments } from './template-comments.ts';

@Controller()
export class TemplateCommentsController {
  constructor(private readonly comments: TemplateComments) {}

  @Handles(routes.list)
  list(@Input() { id }: ParsedInputOf<typeof routes.list>) {
    return this.comments.list(id);
  }

  @Handles(routes.ofCampaign)
  ofCampaign(@Input() { id }: ParsedInputOf<typeof routes.ofCampaign>) {
    return this.comments.ofCampaign(id);
  }

  @Handles(routes.create)
  create(@Input() { id, ...comment }: ParsedInputOf<typeof routes.create>) {
    return this.comments.create(id, comment);
  }

  @Handles(routes.edit)
  edit(@Input() { id, ...comment }: ParsedInputOf<typeof routes.edit>) {
    return this.comments.edit(id, comment);
  }

  @Handles(routes.members)
  members(@Input() { id }: ParsedInputOf<typeof routes.members>) {
    return this.comments.members(id);
  }

  @Handles(routes.resolve)
  resolve(@Input() { id }: ParsedInputOf<typeof routes.resolve>) {
    return this.comments.resolve(id);
  }

  @Handles(routes.reopen)
  reopen(@Input() { id }: ParsedInputOf<typeof routes.reopen>) {
    return this.comments.reopen(id);
  }

  @Handles(routes.delete)
  delete(@Input() { id }: ParsedInputOf<typeof routes.delete>) {
    return this.comments.delete(id);
  }

  @Handles(routes.restore)
  restore(@Input() { id }: ParsedInputOf<typeof routes.restore>) {
    return this.comments.restore(id);
  }
}
