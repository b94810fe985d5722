import { Injectable } from '@nestjs/common';
import { contactHandle, Group, groupsRoutes, type GroupView } from '@engagex/domain/contacts';
import { DomainError, notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { assertUnused } from '../references/index.ts';
import { ContactsService } from './contacts.service.ts';
import { addMember, listGroups, removeMember } from './groups.queries.ts';

@Injectable()
export class GroupsService {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly contacts: ContactsService,
  ) {}

  async list() {
    return { items: await this.db.rowsByKey<GroupView>(listGroups, []) };
  }

  async get(id: string): Promise<Group> {
    const group = await this.db.find(Group, id);
    if (!group) throw notFound('group');
    return group;
  }

  async create(name: string): Promise<Group> {
    const userId = currentUserId();
    return this.#save(Object.assign(new Group(), { name, createdById: userId, updatedById: userId }));
  }

  /** What `create` would refuse, asked beforehand. */
  async assertNameIsFree(name: string): Promise<void> {
    await this.#assertNameFree(Object.assign(new Group(), { name }));
  }

  async rename(id: string, name: string, version?: string): Promise<Group> {
    const edited = { route: groupsRoutes.update, lastChange: lastChangeOf('groups'), id, version } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
    return this.#save(Object.assign(await this.get(id), { name }));
  }

  /** Its row is taken first: an import that fills the group holds it for long, and nobody else should wait for that. */
  async delete(id: string): Promise<void> {
    await this.db.rows('select from groups where id = $1 for update', [id]);
    await this.get(id);
    await assertUnused(this.db, this.tables, 'group', id);
    await this.#save(Object.assign(await this.get(id), { deletedAt: this.clock.now() }));
  }

  async restore(id: string): Promise<Group> {
    const group = await this.db.repo(Group).findOneBy({ id });
    if (!group) throw notFound('group');
    return this.#save(Object.assign(group, { deletedAt: null }));
  }

  async addMember(id: string, contactId: string): Promise<void> {
    await this.get(id);
    const contact = contactHandle(await this.contacts.get(contactId));
    if ((await this.db.affected(addMember, [id, contactId])) > 0) noteAudit({ after: { contact } });
    this.#announce(id, contactId);
  }

  async removeMember(id: string, contactId: string): Promise<void> {
    await this.get(id);
    const contact = contactHandle(await this.contacts.get(contactId));
    if ((await this.db.affected(removeMember, [id, contactId])) > 0) noteAudit({ before: { contact } });
    this.#announce(id, contactId);
  }

  async #save(group: Group): Promise<Group> {
    await this.#assertNameFree(group);
    const saved = await this.db.repo(Group).save(Object.assign(group, { updatedById: currentUserId() }));
    this.#announce(saved.id, null);
    return saved;
  }

  async #assertNameFree({ id, name, deletedAt }: Group): Promise<void> {
    if (deletedAt) return;
    const taken = await this.db.row(
      'select 1 from groups where lower(name) = lower($1) and deleted_at is null and ($2::uuid is null or id <> $2)',
      [name, id ?? null],
    );
    if (!taken) return;
    const message = 'There is already a group with this name.';
    throw new DomainError('conflict', 'group.exists', message, { errors: [{ path: ['name'], message }] });
  }

  #announce(id: string, contactId: string | null): void {
    afterCommit(() => {
      this.live.publish('groups', id);
      if (contactId) this.live.publish('contacts', contactId);
    });
  }
}
