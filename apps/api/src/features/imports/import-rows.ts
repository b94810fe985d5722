import { Injectable } from '@nestjs/common';
import type { importsRoutes } from '@engagex/domain/contacts';
import { invalid, type OutputOf, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { StoredImports } from './stored-imports.ts';
import { listKept } from './undo-import.queries.ts';

type CellView = OutputOf<typeof importsRoutes.cells>['items'][number];
type KeptView = OutputOf<typeof importsRoutes.kept>['items'][number];

interface Rejection {
  readonly line: string;
  readonly kind: 'invalid' | 'duplicate' | 'hidden' | 'unsubscribed' | 'beyond_plan';
  readonly reason: string;
  readonly row: string[];
}

/** What an import says of single rows: those it rejected, the cells it changed or left out, the contacts an undo kept. */
@Injectable()
export class ImportRows {
  constructor(
    private readonly db: TenantDb,
    private readonly stored: StoredImports,
  ) {}

  async kept({ id, cursor, limit }: ParsedInputOf<typeof importsRoutes.kept>) {
    await this.stored.get(id);
    const rows = await this.db.rows<KeptView>(listKept, [id, readCursor(cursor), limit + 1]);
    return pageOf(rows, limit, (row) => row.contactId);
  }

  async rejections({ id, cursor, limit, kind }: ParsedInputOf<typeof importsRoutes.rejections>) {
    await this.stored.get(id);
    const after = cursor === undefined ? 0 : Number(cursor);
    if (!Number.isSafeInteger(after))
      throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
    const rows = await this.db.rows<Rejection>(
      `select line, kind, reason, row from import_rejections where import_id = $1 and line > $2
         and (case when $4::text is null then kind <> 'unsubscribed' else kind = $4 end) order by line limit $3`,
      [id, after, limit + 1, kind ?? null],
    );
    return pageOf(rows, limit, (row) => row.line);
  }

  async cells({ id, cursor, limit }: ParsedInputOf<typeof importsRoutes.cells>) {
    await this.stored.get(id);
    const rows = await this.db.rows<CellView>(
      `select id, line, column_number as "column", kind, value, reason, email_key as email from import_cells
       where import_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
      [id, readCursor(cursor), limit + 1],
    );
    return pageOf(rows, limit, (row) => row.id);
  }
}
