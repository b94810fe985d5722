import { Controller } from '@nestjs/common';
import { bounceMailboxesRoutes } from '@engagex/domain/bounce-mailboxes';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { BounceMailboxesService } from './bounce-mailboxes.service.ts';
import { TestBounceMailbox } from './test-bounce-mailbox.ts';

interface OfOne {
  readonly id: string;
}

@Controller()
export class BounceMailboxesController {
  constructor(
    private readonly mailboxes: BounceMailboxesService,
    private readonly tests: TestBounceMailbox,
  ) {}

  @Handles(bounceMailboxesRoutes.list)
  list() {
    return this.mailboxes.list();
  }

  @Handles(bounceMailboxesRoutes.create)
  create(@Input() input: ParsedInputOf<typeof bounceMailboxesRoutes.create>) {
    return this.mailboxes.create(input);
  }

  @Handles(bounceMailboxesRoutes.update)
  update(@Input() input: ParsedInputOf<typeof bounceMailboxesRoutes.update>) {
    return this.mailboxes.update(input);
  }

  @Handles(bounceMailboxesRoutes.test, { transaction: false })
  test(@Input() { id }: OfOne) {
    return this.tests.test(id);
  }

  @Handles(bounceMailboxesRoutes.delete)
  delete(@Input() { id }: OfOne) {
    return this.mailboxes.delete(id);
  }

  @Handles(bounceMailboxesRoutes.restore)
  restore(@Input() { id }: OfOne) {
    return this.mailboxes.restore(id);
  }
}
