import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  canMoveImport,
  guessMapping,
  type importsRoutes,
  type ImportStatus,
  type ImportView,
} from '@engagex/domain/contacts';
import { conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Files } from '../../ports/files.ts';
import { GroupsService } from './groups.service.ts';
import { ImportWakeUps } from './imports.jobs.ts';
import { importColumns } from './imports.queries.ts';
import { type ScannedFile, scanFile } from './scan-file.ts';

/** An import as it is stored. */
export interface StoredImport extends ImportView {
  readonly fileKey: string;
  readonly delimiter: string;
  readonly attempts: number;
  readonly createdById: string | null;
}

interface UploadedFile extends ScannedFile {
  readonly name: string;
  readonly key: string;
  readonly bytes: number;
}

type StartInput = ParsedInputOf<typeof importsRoutes.start>;

@Injectable()
export class ImportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly files: Files,
    private readonly groups: GroupsService,
    private readonly wakeUps: ImportWakeUps,
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

  /** Stores and checks a file; one that is refused leaves nothing behind. Opens its own transaction at the end. */
  async upload(name: string, content: Readable): Promise<StoredImport> {
    const key = `${currentScope().organizationId}/imports/${randomUUID()}.csv`;
    try {
      const bytes = await this.files.write(key, content);
      const scanned = await scanFile(() => this.files.read(key));
      return await this.db.transaction(() => this.#create({ ...scanned, name, key, bytes }));
    } catch (error) {
      await this.files.remove(key);
      throw error;
    }
  }

  async start({ id, mapping, groupId, newGroupName }: StartInput): Promise<StoredImport> {
    const { columns } = await this.#lockFor(id, 'queued');
    if (mapping.length !== columns.length) {
      const message = `The file has ${columns.length} columns, but ${mapping.length} were assigned.`;
      throw invalid('import.mapping', message, [{ path: ['mapping'], message }]);
    }
    const group = await this.#groupFor({ groupId, newGroupName });
    await this.db.rows(
      `update imports set status = 'queued', mapping = $2, group_id = $3, updated_at = now(), updated_by_id = $4 where id = $1`,
      [id, JSON.stringify(mapping), group, currentUserId()],
    );
    afterCommit(() => this.wakeUps.wake(id));
    return this.#announced(id);
  }

  /** A worker under way notices and rolls everything back. */
  async cancel(id: string): Promise<StoredImport> {
    const { fileKey } = await this.#lockFor(id, 'cancelled');
    await this.db.rows(
      `update imports set status = 'cancelled', processed = 0, finished_at = now(), updated_at = now(), updated_by_id = $2
       where id = $1`,
      [id, currentUserId()],
    );
    afterCommit(() => this.files.remove(fileKey));
    return this.#announced(id);
  }

  async rejections({ id, cursor, limit }: ParsedInputOf<typeof importsRoutes.rejections>) {
    await this.get(id);
    const rows = await this.db.rows<{ line: string; reason: string; row: string[] }>(
      'select line, reason, row from import_rejections where import_id = $1 and line > $2 order by line limit $3',
      [id, lineOf(cursor), limit + 1],
    );
    return pageOf(rows, limit, (row) => row.line);
  }

  async #create({ name, key, bytes, delimiter, rows, columns, sample }: UploadedFile): Promise<StoredImport> {
    const row = await this.db.row<{ id: string }>(
      `insert into imports
         (file_name, file_key, file_bytes, delimiter, row_count, columns, sample, mapping, created_by_id, updated_by_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning id`,
      [
        name,
        key,
        bytes,
        delimiter,
        rows,
        columns,
        JSON.stringify(sample),
        JSON.stringify(guessMapping(columns)),
        currentUserId(),
      ],
    );
    return this.#announced(row?.id ?? '');
  }

  async #groupFor({ groupId, newGroupName }: Pick<StartInput, 'groupId' | 'newGroupName'>): Promise<string | null> {
    if (newGroupName) return (await this.groups.create(newGroupName, 'newGroupName')).id;
    return groupId ? (await this.groups.get(groupId)).id : null;
  }

  async #lockFor(id: string, to: ImportStatus): Promise<StoredImport> {
    const found = await this.db.row<StoredImport>(`select ${importColumns} from imports where id = $1 for update`, [
      id,
    ]);
    if (!found) throw notFound('import');
    if (!canMoveImport(found.status, to)) throw conflict('import.wrong-status', `This import is already ${found.status}.`);
    return found;
  }

  async #announced(id: string): Promise<StoredImport> {
    afterCommit(() => this.live.publish('imports', id));
    return this.get(id);
  }
}

function lineOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) {
    throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
  }
  return Number(cursor);
}
