import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  type ExportFilter,
  type ExportFormat,
  exportLimits,
  type exportsRoutes,
  type ExportView,
} from '@engagex/domain/contacts';
import { conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { Clock } from '../../ports/clock.ts';
import { Files } from '../../ports/files.ts';
import { ContactsService, GroupsService } from '../contacts/index.ts';
import { countSelected, exportColumns } from './exports.queries.ts';
import { keepReferences } from '../references/index.ts';

export const exportsQueue = 'exports';

/** An export as it is stored. */
export interface StoredExport extends ExportView {
  readonly fileKey: string;
  readonly filter: ExportFilter;
  readonly attempts: number;
}

@Injectable()
export class ExportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly files: Files,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly contacts: ContactsService,
    private readonly groups: GroupsService,
  ) {}

  async list({ cursor, limit }: ParsedInputOf<typeof exportsRoutes.list>) {
    const rows = await this.db.rows<StoredExport>(
      `select ${exportColumns} from exports where ($1::uuid is null or id < $1) order by id desc limit $2`,
      [readCursor(cursor), limit + 1],
    );
    return pageOf(rows, limit, (row) => row.id);
  }

  async create({ format, ...filter }: ParsedInputOf<typeof exportsRoutes.create>): Promise<StoredExport> {
    const { contactIds, ...narrowed } = filter;
    await keepReferences(this.db);
    if (narrowed.groupId) await this.groups.get(narrowed.groupId);
    const matching = contactIds
      ? await this.db.row<{ count: string }>(countSelected, [contactIds])
      : await this.contacts.count(narrowed);
    const total = Number(matching?.count ?? 0);
    if (total === 0) throw conflict('export.empty', 'No contact matches, so there is nothing to export.');
    if (format === 'xlsx' && total > exportLimits.sheetRows) {
      const most = exportLimits.sheetRows.toLocaleString('en');
      throw conflict(
        'export.sheet-full',
        `An Excel sheet holds at most ${most} contacts. Export a CSV file or fewer contacts.`,
      );
    }
    const day = this.clock.now().toISOString().slice(0, 10);
    const made = await this.db.row<{ id: string }>(
      `insert into exports (file_name, file_key, format, filter, total, created_by_id, updated_by_id)
       values ($1, $2, $3, $4, $5, $6, $6) returning id`,
      [
        `contacts-${day}.${format}`,
        `${currentScope().organizationId}/exports/${randomUUID()}.${format}`,
        format,
        JSON.stringify(contactIds ? { contactIds } : narrowed),
        total,
        currentUserId(),
      ],
    );
    const stored = await this.#get(made?.id ?? '');
    afterCommit(() => {
      this.live.publish('exports', stored.id);
      return this.queues.add(exportsQueue, { exportId: stored.id });
    });
    return stored;
  }

  /** The file, for as long as it is there. */
  async open(id: string, wanted: ExportFormat): Promise<{ readonly fileName: string; readonly content: Readable }> {
    const { status, format, expiresAt, fileKey, fileName } = await this.db.transaction(() => this.#get(id));
    if (format !== wanted)
      throw conflict('export.format', `This export is in ${format} format. Download it as contacts.${format}.`);
    if (status === 'queued' || status === 'running')
      throw conflict('export.not-ready', 'This export is still being written. Wait until it is done.');
    if (status !== 'done' || !expiresAt || new Date(expiresAt) < this.clock.now())
      throw conflict('export.expired', 'This file is no longer available. Export the contacts again.');
    return { fileName, content: await this.files.read(fileKey) };
  }

  async #get(id: string): Promise<StoredExport> {
    const found = await this.db.row<StoredExport>(`select ${exportColumns} from exports where id = $1`, [id]);
    if (!found) throw notFound('export');
    return found;
  }
}
