import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { topicsRoutes } from '@engagex/domain/topics';
import { Handles, Input } from '../../platform/http/handles.ts';
import { TopicsService } from './topics.service.ts';

interface OfTopic {
  readonly id: string;
}

@Controller()
export class TopicsController {
  constructor(private readonly topics: TopicsService) {}

  @Handles(topicsRoutes.list)
  list() {
    return this.topics.list();
  }

  @Handles(topicsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof topicsRoutes.create>) {
    return this.topics.create(input);
  }

  @Handles(topicsRoutes.update)
  update(@Input() input: ParsedInputOf<typeof topicsRoutes.update>) {
    return this.topics.update(input);
  }

  @Handles(topicsRoutes.makeDefault)
  makeDefault(@Input() { id }: OfTopic) {
    return this.topics.makeDefault(id);
  }

  @Handles(topicsRoutes.delete)
  delete(@Input() { id }: OfTopic) {
    return this.topics.delete(id);
  }

  @Handles(topicsRoutes.restore)
  restore(@Input() { id }: OfTopic) {
    return this.topics.restore(id);
  }
}
