import { Controller } from '@nestjs/common';
import { messagesRoutes } from '@engagex/domain/messages';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { AcceptMessage } from './accept-message.ts';
import { MessagesService } from './messages.service.ts';

@Controller()
export class MessagesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly accepter: AcceptMessage,
  ) {}

  @Handles(messagesRoutes.create, { transaction: false })
  create(@Input() input: ParsedInputOf<typeof messagesRoutes.create>) {
    return this.accepter.accept(input);
  }

  @Handles(messagesRoutes.list)
  list(@Input() input: ParsedInputOf<typeof messagesRoutes.list>) {
    return this.messages.list(input);
  }

  @Handles(messagesRoutes.get)
  get(@Input() { id }: ParsedInputOf<typeof messagesRoutes.get>) {
    return this.messages.get(id);
  }
}
