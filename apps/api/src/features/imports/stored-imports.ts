import { Injectable } from '@nestjs/common';
import { canMoveImport, type importsRoutes, type ImportStatus, type ImportView } from '@engagex/domain/contacts';
import { conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { importColumns } from './imports.queries.ts';

export const importsQueue = 'imports';

/** An import as it is stored. */
export interface StoredImport extends ImportView {
  readonly fileKey: string;
  /** Where the rows of a workbook's sheet are. */
  readonly rowsKey: string | null;
  readonly attempts: number;
  /** Those of earlier steps. */
  readonly attemptsBefore: number;
  readonly createdById: string | null;
}

@Injectable()
export class StoredImports {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly queues: Queues,
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

  /** For a change of its status; throws `import.wrong-status` where it may not have that one next. */
  async lockFor(id: string, to: ImportStatus): Promise<StoredImport> {
    const found = await this.db.row<StoredImport>(`select ${importColumns} from imports where id = $1 for update`, [
      id,
    ]);
    if (!found) throw notFound('import');
    assertMay(found, to);
    return found;
  }

  /** A worker takes it once this is committed. */
  async woken(id: string): Promise<StoredImport> {
    afterCommit(() => this.queues.add(importsQueue, { importId: id }));
    return this.announced(id);
  }

  async announced(id: string): Promise<StoredImport> {
    afterCommit(() => this.live.publish('imports', id));
    return this.get(id);
  }
}

export function assertMay({ status }: StoredImport, to: ImportStatus): void {
  if (canMoveImport(status, to)) return;
  const message =
    to === 'undoing'
      ? `Only a finished import can be undone; this one is ${status}.`
      : `This import is already ${status === 'ready' ? 'waiting' : status}.`;
  throw conflict('import.wrong-status', message);
}
