import { Controller } from '@nestjs/common';
import { ruleReplaysRoutes } from '@engagex/domain/rule-replays';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { RuleReplays } from './rule-replays.service.ts';

@Controller()
export class RuleReplaysController {
  constructor(private readonly replays: RuleReplays) {}

  @Handles(ruleReplaysRoutes.latest)
  latest(@Input() { kind }: ParsedInputOf<typeof ruleReplaysRoutes.latest>) {
    return this.replays.latest(kind);
  }

  @Handles(ruleReplaysRoutes.check)
  check(@Input() { kind }: ParsedInputOf<typeof ruleReplaysRoutes.check>) {
    return this.replays.check(kind);
  }

  @Handles(ruleReplaysRoutes.apply)
  apply(@Input() { id, organizationName }: ParsedInputOf<typeof ruleReplaysRoutes.apply>) {
    return this.replays.apply(id, organizationName);
  }

  @Handles(ruleReplaysRoutes.undo)
  undo(@Input() { id }: ParsedInputOf<typeof ruleReplaysRoutes.undo>) {
    return this.replays.undo(id);
  }
}
