import { Injectable } from '@nestjs/common';
import type { Block } from '@engagex/domain/documents';
import { savedBlockLimits, type SavedBlockView, savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import { conflict, DomainError, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { assertUnused } from '../references/index.ts';
import * as sql from './saved-blocks.queries.ts';

/** What is published of each saved block, by its id. */
export type PublishedBlocks = ReadonlyMap<string, readonly Block[]>;

/** What is made of saved blocks again when one is published; runs in the transaction that publishes it. */
type Follower = () => Promise<void>;

@Injectable()
export class SavedBlocksService {
  readonly #followers: Follower[] = [];

  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  followedBy(follower: Follower): void {
    this.#followers.push(follower);
  }

  async list() {
    return { items: await this.db.rows<SavedBlockView>(sql.listSavedBlocks) };
  }

  async get(id: string): Promise<SavedBlockView> {
    const found = await this.db.row<SavedBlockView>(sql.savedBlockOf, [id]);
    if (!found) throw notFound('saved block');
    return found;
  }

  async published(): Promise<PublishedBlocks> {
    const rows = await this.db.rows<{ id: string; blocks: Block[] }>(sql.publishedBlocks);
    return new Map(rows.map(({ id, blocks }) => [id, blocks]));
  }

  async create({ name, blocks }: ParsedInputOf<typeof savedBlocksRoutes.create>): Promise<SavedBlockView> {
    await this.db.rows(sql.lockSavedBlocks);
    await this.#assertNameFree(null, name);
    await this.#assertRoom();
    const row = await this.db.row<{ id: string }>(sql.addSavedBlock, [name, JSON.stringify(blocks), currentUserId()]);
    const id = row?.id ?? '';
    noteAudit({ objectId: id });
    return this.#announced(id);
  }

  async update({ id, version, name, blocks }: ParsedInputOf<typeof savedBlocksRoutes.update>): Promise<SavedBlockView> {
    await this.db.rows(sql.lockSavedBlocks);
    await this.#assertUnchanged(savedBlocksRoutes.update, id, version);
    if (name !== undefined) await this.#assertNameFree(id, name);
    await this.db.rows(sql.changeSavedBlock, [
      id,
      name ?? null,
      blocks ? JSON.stringify(blocks) : null,
      currentUserId(),
    ]);
    return this.#announced(id);
  }

  /** Every template that has it follows in the same transaction: none is left with the blocks of before. */
  async publish({ id, version }: ParsedInputOf<typeof savedBlocksRoutes.publish>): Promise<SavedBlockView> {
    await this.db.rows(sql.lockSavedBlocks);
    await this.#assertUnchanged(savedBlocksRoutes.publish, id, version);
    const { isChanged } = await this.get(id);
    if (!isChanged) throw conflict('saved-block.unchanged', 'This is published already: nothing was changed since.');
    await this.db.rows(sql.publishDraft, [id, currentUserId()]);
    return this.#followed(id);
  }

  async undo({ id, release }: ParsedInputOf<typeof savedBlocksRoutes.undo>): Promise<SavedBlockView> {
    await this.db.rows(sql.lockSavedBlocks);
    await this.get(id);
    if (!(await this.db.row(sql.undoRelease, [id, release, currentUserId()])))
      throw conflict('saved-block.undone', 'This release is no longer the last one, so it cannot be undone.');
    return this.#followed(id);
  }

  async delete(id: string): Promise<void> {
    await this.get(id);
    await assertUnused(this.db, this.tables, 'saved block', id);
    await this.db.rows(sql.setDeleted, [id, this.clock.now(), currentUserId()]);
    afterCommit(() => this.live.publish('saved-blocks', id));
  }

  async restore(id: string): Promise<SavedBlockView> {
    await this.db.rows(sql.lockSavedBlocks);
    const row = await this.db.row<{ name: string }>('select name from saved_blocks where id = $1', [id]);
    if (!row) throw notFound('saved block');
    await this.#assertNameFree(id, row.name);
    await this.#assertRoom();
    await this.db.rows(sql.setDeleted, [id, null, currentUserId()]);
    return this.#announced(id);
  }

  async #followed(id: string): Promise<SavedBlockView> {
    for (const follow of this.#followers) await follow();
    return this.#announced(id);
  }

  async #announced(id: string): Promise<SavedBlockView> {
    afterCommit(() => this.live.publish('saved-blocks', id));
    return this.get(id);
  }

  async #assertUnchanged(
    route: typeof savedBlocksRoutes.update | typeof savedBlocksRoutes.publish,
    id: string,
    version: string | undefined,
  ): Promise<void> {
    const edited = { route, lastChange: lastChangeOf('saved_blocks'), id, version } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
  }

  async #assertRoom(): Promise<void> {
    const { count = 0 } = (await this.db.row<{ count: number }>(sql.countSavedBlocks)) ?? {};
    if (count < savedBlockLimits.savedBlocks) return;
    throw conflict(
      'saved-block.too-many',
      `You already have ${savedBlockLimits.savedBlocks} saved blocks. Delete one that no template has first.`,
    );
  }

  async #assertNameFree(id: string | null, name: string): Promise<void> {
    if (!(await this.db.row(sql.nameTaken, [id, name]))) return;
    const message = 'There is already a saved block with this name. Choose another.';
    throw new DomainError('conflict', 'saved-block.name-taken', message, { errors: [{ path: ['name'], message }] });
  }
}
