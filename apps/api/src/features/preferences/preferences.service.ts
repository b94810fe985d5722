import { Injectable } from '@nestjs/common';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import type { ConsentEntry, preferencesRoutes, PreferencesView } from '@engagex/domain/preferences';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { noteCaller } from './note-origin.ts';
import { contactPreferences, historyOfContact, saveTopicPreferences, topicsOfContact } from './preferences.queries.ts';

@Injectable()
export class PreferencesService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async get(contactId: string): Promise<PreferencesView> {
    const row = await this.db.row<Pick<PreferencesView, 'pausedUntil' | 'suppression'>>(contactPreferences, [
      contactId,
    ]);
    if (!row) throw notFound('contact');
    return {
      ...row,
      topics: await this.db.rows<PreferencesView['topics'][number]>(topicsOfContact, [contactId]),
      history: await this.db.rows<ConsentEntry>(historyOfContact, [contactId]),
    };
  }

  async setTopic({ id, topicId, wanted }: ParsedInputOf<typeof preferencesRoutes.setTopic>): Promise<PreferencesView> {
    const before = (await this.get(id)).topics.find((topic) => topic.id === topicId);
    if (!before) throw notFound('topic');
    await noteCaller(this.db);
    await this.db.rows(saveTopicPreferences, [id, [topicId], wanted ? [topicId] : []]);
    const contact = await this.db.row<{ email: string }>('select email from contacts where id = $1', [id]);
    noteAudit({
      objectId: id,
      ...(contact?.email ? { objectName: contact.email } : {}),
      before: { [before.name]: before.wanted },
      after: { [before.name]: wanted },
    });
    afterCommit(() => this.live.publish('preferences', id));
    return this.get(id);
  }
}
