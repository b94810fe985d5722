import { Injectable } from '@nestjs/common';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import type { ConsentEntry, wishesRoutes, WishesView } from '@engagex/domain/wishes';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { noteCaller } from './note-origin.ts';
import { contactWishes, historyOfContact, saveTopicWishes, topicsOfContact } from './wishes.queries.ts';

@Injectable()
export class WishesService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async get(contactId: string): Promise<WishesView> {
    const row = await this.db.row<Pick<WishesView, 'pausedUntil' | 'suppression'>>(contactWishes, [contactId]);
    if (!row) throw notFound('contact');
    return {
      ...row,
      topics: await this.db.rows<WishesView['topics'][number]>(topicsOfContact, [contactId]),
      history: await this.db.rows<ConsentEntry>(historyOfContact, [contactId]),
    };
  }

  async setTopic({ id, topicId, wanted }: ParsedInputOf<typeof wishesRoutes.setTopic>): Promise<WishesView> {
    const before = (await this.get(id)).topics.find((topic) => topic.id === topicId);
    if (!before) throw notFound('topic');
    await noteCaller(this.db);
    await this.db.rows(saveTopicWishes, [id, [topicId], wanted ? [topicId] : []]);
    const contact = await this.db.row<{ email: string }>('select email from contacts where id = $1', [id]);
    noteAudit({
      objectId: id,
      ...(contact?.email ? { objectName: contact.email } : {}),
      before: { [before.name]: before.wanted },
      after: { [before.name]: wanted },
    });
    afterCommit(() => this.live.publish('wishes', id));
    return this.get(id);
  }
}
