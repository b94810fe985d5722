import { Injectable } from '@nestjs/common';
import type { messagesRoutes, MessageSummary, MessageView } from '@engagex/domain/messages';
import { addressKey, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor, upperBoundOf } from '../../platform/http/paging.ts';
import { attemptsOf, filesOf, listMessages, messageOf } from './messages.queries.ts';

/** What became of messages. */
@Injectable()
export class MessagesService {
  constructor(private readonly db: TenantDb) {}

  async list({ state, contactId, search, cursor, limit }: ParsedInputOf<typeof messagesRoutes.list>) {
    const start = search ? addressKey(search) : null;
    const rows = await this.db.rows<MessageSummary>(listMessages, [
      state ?? null,
      contactId ?? null,
      start,
      start && upperBoundOf(start),
      readCursor(cursor),
      limit + 1,
    ]);
    return pageOf(rows, limit, (row) => row.id);
  }

  async get(id: string): Promise<MessageView> {
    const message = await this.db.row<Omit<MessageView, 'history' | 'attachments'>>(messageOf, [id]);
    if (!message) throw notFound('message');
    const history = await this.db.rows<MessageView['history'][number]>(attemptsOf, [id]);
    const attachments = await this.db.rows<MessageView['attachments'][number]>(filesOf, [id]);
    return { ...message, history, attachments };
  }
}
