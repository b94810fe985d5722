import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  canMoveImport,
  guessMapping,
  type importsRoutes,
  type ImportStatus,
  type ImportTarget,
  type ImportView,
} from '@engagex/domain/contacts';
import { conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { Files } from '../../ports/files.ts';
import { AttributesService } from './attributes.service.ts';
import { GroupsService } from './groups.service.ts';
import { importColumns } from './imports.queries.ts';
import { attributesIn } from './read-contact.ts';
import { scanFile } from './scan-file.ts';

export const importsQueue = 'imports';

/** An import as it is stored. */
export interface StoredImport extends ImportView {
  readonly fileKey: string;
  readonly delimiter: string;
  readonly attempts: number;
  readonly createdById: string | null;
}

@Injectable()
export class ImportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly files: Files,
    private readonly queues: Queues,
    private readonly groups: GroupsService,
    private readonly attributes: AttributesService,
  ) {}

  async list({ cursor, limit }: ParsedInputOf<typeof importsRoutes.list>) {
    const rows = await this.db.rows<StoredImport>(
      `select ${importColumns} from imports where ($1::uuid is null or id < $1) order by id desc limit $2`,
      [readCursor(cursor), limit + 1],
    );
    return pageOf(rows, limit, (row) => row.id);
  }

  async get(id: string): Promise<StoredImport> {
    const found = await this.db.row<StoredImport>(`select ${importColumns} from imports where id = $1`, [id]);
    if (!found) throw notFound('import');
    return found;
  }

  /** Stores and checks a file; a malformed one is refused and leaves nothing behind. Opens its own transaction. */
  async upload(fileName: string, content: Readable): Promise<StoredImport> {
    const fileKey = `${currentScope().organizationId}/imports/${randomUUID()}.csv`;
    const fileBytes = await this.files.write(fileKey, content);
    try {
      const { delimiter, columns, sample, rows } = await scanFile(() => this.files.read(fileKey));
      return await this.db.transaction(async () => {
        const row = await this.db.row<{ id: string }>(
          `insert into imports (file_name, file_key, file_bytes, delimiter, row_count, columns, sample, mapping, created_by_id, updated_by_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning id`,
          [
            fileName.slice(0, 200),
            fileKey,
            fileBytes,
            delimiter,
            rows,
            columns,
            JSON.stringify(sample),
            JSON.stringify(guessMapping(columns)),
            currentUserId(),
          ],
        );
        const stored = await this.get(row?.id ?? '');
        noteAudit({ objectId: stored.id });
        return stored;
      });
    } catch (error) {
      await this.files.remove(fileKey);
      throw error;
    }
  }

  async start({
    id,
    mapping,
    groupId,
    newGroupName,
  }: ParsedInputOf<typeof importsRoutes.start>): Promise<StoredImport> {
    const found = await this.#lockFor(id, 'queued');
    if (mapping.length !== found.columns.length) {
      const message = `The file has ${found.columns.length} columns, but ${mapping.length} were assigned.`;
      throw invalid('import.mapping', message, [{ path: ['mapping'], message }]);
    }
    await this.#defineAttributes(mapping);
    const group = newGroupName
      ? (await this.groups.create(newGroupName)).id
      : groupId
        ? (await this.groups.get(groupId)).id
        : null;
    await this.db.rows(
      `update imports set status = 'queued', mapping = $2, group_id = $3, updated_at = now(), updated_by_id = $4 where id = $1`,
      [id, JSON.stringify(mapping), group, currentUserId()],
    );
    afterCommit(() => this.queues.add(importsQueue, { importId: id }));
    return this.#announced(id);
  }

  /** A worker under way notices and rolls everything back. */
  async cancel(id: string): Promise<StoredImport> {
    await this.#lockFor(id, 'cancelled');
    await this.db.rows(
      `update imports set status = 'cancelled', finished_at = now(), updated_at = now(), updated_by_id = $2,
         processed = 0, created = 0, updated = 0, unchanged = 0, rejected = 0 where id = $1`,
      [id, currentUserId()],
    );
    return this.#announced(id);
  }

  async rejections({ id, cursor, limit }: ParsedInputOf<typeof importsRoutes.rejections>) {
    await this.get(id);
    const after = cursor === undefined ? 0 : Number(cursor);
    if (!Number.isSafeInteger(after))
      throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
    const rows = await this.db.rows<{ line: string; reason: string; row: string[] }>(
      'select line, reason, row from import_rejections where import_id = $1 and line > $2 order by line limit $3',
      [id, after, limit + 1],
    );
    return pageOf(rows, limit, (row) => row.line);
  }

  /** Columns that become attributes nobody has defined are text from now on. */
  async #defineAttributes(mapping: readonly ImportTarget[]): Promise<void> {
    const newAttributes = await this.attributes.define(attributesIn(mapping).map(({ name }) => name));
    if (newAttributes.length > 0) noteAudit({ after: { newAttributes } });
  }

  async #lockFor(id: string, to: ImportStatus): Promise<StoredImport> {
    const found = await this.db.row<StoredImport>(`select ${importColumns} from imports where id = $1 for update`, [
      id,
    ]);
    if (!found) throw notFound('import');
    if (!canMoveImport(found.status, to)) {
      throw conflict(
        'import.wrong-status',
        `This import is already ${found.status === 'ready' ? 'waiting' : found.status}.`,
      );
    }
    return found;
  }

  async #announced(id: string): Promise<StoredImport> {
    afterCommit(() => this.live.publish('imports', id));
    return this.get(id);
  }
}
