import { Injectable } from '@nestjs/common';
import { attributeOf, type ContactFilter, contactViewsRoutes, type SavedView } from '@engagex/domain/contacts';
import { DomainError, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { goneAmong, keepReferences, wordsOfGone } from '../references/index.ts';

const columns = `id, name, filter, sort, columns, created_at as "createdAt", updated_at as "updatedAt"`;

/** Saved views of the list of contacts. They are words about contacts and change none. */
@Injectable()
export class ContactViewsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  async list() {
    const items = await this.db.rows<SavedView>(
      `select ${columns} from contact_views where deleted_at is null order by lower(name), id limit 500`,
    );
    return { items };
  }

  async create({ name, filter, sort, columns: shown }: ParsedInputOf<typeof contactViewsRoutes.create>) {
    await this.#assertFree(name, null);
    await this.#assertPartsExist(filter);
    const row = await this.db.row<SavedView>(
      `insert into contact_views (name, filter, sort, columns, created_by_id, updated_by_id)
       values ($1, $2, $3, $4, $5, $5) returning ${columns}`,
      [name, JSON.stringify(filter), sort, shown, currentUserId()],
    );
    return this.#announced(row);
  }

  async update({ id, name, filter, sort, columns: shown, version }: ParsedInputOf<typeof contactViewsRoutes.update>) {
    const edited = {
      route: contactViewsRoutes.update,
      lastChange: lastChangeOf('contact_views'),
      id,
      version,
    } as const;
    await assertUnchanged(this.db, edited, () => this.#find(id));
    if (name !== undefined) await this.#assertFree(name, id);
    if (filter) await this.#assertPartsExist(filter);
    const row = await this.db.row<SavedView>(
      `update contact_views set name = coalesce($2, name), filter = coalesce($3, filter), sort = coalesce($4, sort),
         columns = coalesce($5, columns), updated_at = now(), updated_by_id = $6
       where id = $1 and deleted_at is null returning ${columns}`,
      [id, name ?? null, filter ? JSON.stringify(filter) : null, sort ?? null, shown ?? null, currentUserId()],
    );
    return this.#announced(row);
  }

  async delete(id: string): Promise<void> {
    const row = await this.db.row<SavedView>(
      `update contact_views set deleted_at = $2, updated_at = now(), updated_by_id = $3
       where id = $1 and deleted_at is null returning ${columns}`,
      [id, this.clock.now(), currentUserId()],
    );
    this.#announced(row);
  }

  async restore(id: string) {
    const found = await this.#find(id);
    if (found) await this.#assertFree(found.name, id);
    if (found) await this.#assertPartsExist(found.filter);
    const row = await this.db.row<SavedView>(
      `update contact_views set deleted_at = null, updated_at = now(), updated_by_id = $2 where id = $1 returning ${columns}`,
      [id, currentUserId()],
    );
    return this.#announced(row);
  }

  #find(id: string): Promise<SavedView | null> {
    return this.db.row<SavedView>(`select ${columns} from contact_views where id = $1`, [id]);
  }

  async #assertPartsExist({ groupId, segmentId, conditions }: ContactFilter): Promise<void> {
    await keepReferences(this.db);
    const attribute = conditions.flatMap(({ field }) => attributeOf(field) ?? []);
    const [gone] = await goneAmong(this.db, {
      group: groupId ? [groupId] : [],
      segment: segmentId ? [segmentId] : [],
      attribute,
    });
    if (!gone) return;
    const message = `This view uses ${wordsOfGone(gone)}. Restore it, or change the view.`;
    throw invalid(`contact-view.unknown-${gone.kind}`, message, [{ path: ['filter'], message }]);
  }

  async #assertFree(name: string, id: string | null): Promise<void> {
    const taken = await this.db.row(
      `select 1 from contact_views where lower(name) = lower($1) and deleted_at is null and ($2::uuid is null or id <> $2)`,
      [name, id],
    );
    if (!taken) return;
    const message = 'There is already a view with this name.';
    throw new DomainError('conflict', 'contact-view.exists', message, { errors: [{ path: ['name'], message }] });
  }

  #announced(row: SavedView | null): SavedView {
    if (!row) throw notFound('view');
    afterCommit(() => this.live.publish('contact-views', row.id));
    return row;
  }
}
