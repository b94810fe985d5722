import { Injectable } from '@nestjs/common';
import { conflict, DomainError, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { topicsRoutes, type TopicView } from '@engagex/domain/topics';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { assertUnused } from '../references/index.ts';
import {
  addTopic,
  becomeDefault,
  changeTopic,
  leaveDefault,
  listTopics,
  lockTopics,
  nameTaken,
  setDeleted,
  topicOf,
} from './topics.queries.ts';

@Injectable()
export class TopicsService {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  async list() {
    return { items: await this.db.rows<TopicView>(listTopics) };
  }

  async get(id: string): Promise<TopicView> {
    const topic = await this.db.row<TopicView>(topicOf, [id]);
    if (!topic) throw notFound('topic');
    return topic;
  }

  async create({ name, description }: ParsedInputOf<typeof topicsRoutes.create>): Promise<TopicView> {
    await this.#assertNameFree(null, name);
    return this.#change(addTopic, [name, description, currentUserId()]);
  }

  async update({ id, version, name, description }: ParsedInputOf<typeof topicsRoutes.update>): Promise<TopicView> {
    const edited = { route: topicsRoutes.update, lastChange: lastChangeOf('topics'), id, version } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
    if (name !== undefined) await this.#assertNameFree(id, name);
    return this.#change(changeTopic, [id, name ?? null, description ?? null, currentUserId()]);
  }

  async makeDefault(id: string): Promise<TopicView> {
    await this.db.rows(lockTopics);
    await this.get(id);
    await this.db.rows(leaveDefault);
    return this.#change(becomeDefault, [id, currentUserId()]);
  }

  async delete(id: string): Promise<void> {
    await this.get(id);
    await assertUnused(this.db, this.tables, 'topic', id);
    await this.db.rows(lockTopics);
    const { isDefault } = await this.get(id);
    if (isDefault) throw conflict('topic.default', 'This is the default topic. Make another topic the default first.');
    await this.#change(setDeleted, [id, this.clock.now(), currentUserId()]);
  }

  async restore(id: string): Promise<TopicView> {
    const row = await this.db.row<{ name: string }>('select name from topics where id = $1', [id]);
    if (!row) throw notFound('topic');
    await this.#assertNameFree(id, row.name);
    return this.#change(setDeleted, [id, null, currentUserId()]);
  }

  /** Makes a change and notifies everyone who watches. */
  async #change(sql: string, parameters: readonly unknown[]): Promise<TopicView> {
    const row = await this.db.row<TopicView>(sql, parameters);
    if (!row) throw notFound('topic');
    afterCommit(() => {
      this.live.publish('topics', row.id);
      this.live.publish('preferences');
    });
    return row;
  }

  async #assertNameFree(id: string | null, name: string): Promise<void> {
    if (!(await this.db.row(nameTaken, [id, name]))) return;
    const message = 'There is already a topic with this name. Choose another.';
    throw new DomainError('conflict', 'topic.name-taken', message, { errors: [{ path: ['name'], message }] });
  }
}
