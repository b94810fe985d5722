import { Inject, Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { exportLimits } from '@engagex/domain/contacts';
import { csvHead } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Notify } from '../../platform/notify.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { UnwritableSheet } from '../../platform/workbooks/sheet-xml.ts';
import { writeWorkbook } from '../../platform/workbooks/write-workbook.ts';
import { Files } from '../../ports/files.ts';
import { cellsOf, type ExportedAttribute, type ExportedContact, headerOf, lineOf } from './export-cells.ts';
import {
  expiredExport,
  expireExport,
  failExport,
  finishExport,
  noteProgress,
  selectedCells,
  takeExport,
  withCells,
} from './exports.queries.ts';
import type { StoredExport } from './exports.service.ts';
import { FindContacts } from '../contacts/index.ts';

const pageRows = 1_000;
const maxAttempts = 3;

interface Starter {
  readonly startedBy: string | null;
}

const words = (rows: number) => (rows === 1 ? '1 contact.' : `${rows.toLocaleString('en')} contacts.`);

class TakenOver extends Error {}

/** Writes contacts to a file, a page at a time in transactions of their own; the file is stored whole or not at all. */
@Injectable()
export class WriteExport {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly live: Live,
    private readonly notify: Notify,
    private readonly find: FindContacts,
  ) {}

  async run(id: string): Promise<void> {
    const taken = await this.db.transaction(() => this.db.row<StoredExport>(takeExport, [id]));
    if (!taken) return;
    try {
      if (taken.attempts > maxAttempts) throw new Error('interrupted too often');
      const counted = { rows: 0 };
      const bytes = await this.files.write(taken.fileKey, await this.#content(taken, counted));
      const values = [id, taken.attempts, counted.rows, bytes, exportLimits.hours];
      await this.db.transaction(async () => {
        const finished = await this.db.row<Starter>(finishExport, values);
        if (finished)
          await this.#tell(
            id,
            'export_ready',
            `${words(counted.rows)} The file is kept for ${exportLimits.hours} hours.`,
            finished,
          );
      });
    } catch (error) {
      if (error instanceof TakenOver) return;
      const problem = this.#problemWith(error, id);
      await this.#fail(id, problem);
    }
    this.live.publish('exports', id);
  }

  /** Ends an export that could not even be tried. */
  async giveUp(id: string, problem: string): Promise<void> {
    await this.#fail(id, problem);
    this.live.publish('exports', id);
  }

  async #fail(id: string, problem: string): Promise<void> {
    await this.db.transaction(async () => {
      const failed = await this.db.row<Starter>(failExport, [id, problem]);
      if (failed) await this.#tell(id, 'export_failed', problem, failed);
    });
  }

  /** Whoever started it; an export by a program tells nobody. */
  async #tell(id: string, kind: 'export_ready' | 'export_failed', why: string, { startedBy }: Starter): Promise<void> {
    if (startedBy) await this.notify.tell({ kind, objectId: id, why, key: `${kind} ${id}`, only: [startedBy] });
  }

  #problemWith(error: unknown, exportId: string): string {
    if (error instanceof UnwritableSheet) return `${error.message} Export the contacts as CSV.`;
    this.log.error({ err: error, exportId }, 'export failed');
    return 'Something went wrong on our side. Export the contacts again.';
  }

  /** Removes the file of an export whose time is over. The row says so only once it is gone. */
  async expire(id: string): Promise<void> {
    const expired = await this.db.transaction(() => this.db.row<{ fileKey: string }>(expiredExport, [id]));
    if (!expired) return;
    await this.files.remove(expired.fileKey);
    await this.db.transaction(() => this.db.rows(expireExport, [id]));
    this.live.publish('exports', id);
  }

  async #content(taken: StoredExport, counted: { rows: number }): Promise<Readable> {
    const attributes = await this.db.transaction(() =>
      this.db.rows<ExportedAttribute>(
        'select name, type from attribute_definitions where deleted_at is null order by position, name',
      ),
    );
    const columns = headerOf(attributes);
    const pages = this.#pages(taken, counted);
    if (taken.format === 'csv') return Readable.from(linesOf(columns, attributes, pages));
    return writeWorkbook({ name: 'Contacts', columns, rows: rowsOf(attributes, pages) });
  }

  async *#pages(taken: StoredExport, counted: { rows: number }): AsyncGenerator<readonly ExportedContact[]> {
    let cursor: string | null = null;
    do {
      const page: ExportedContact[] = await this.#page(taken, cursor, counted.rows);
      if (page.length > 0) yield page;
      counted.rows += page.length;
      cursor = page.length === pageRows ? (page.at(-1)?.id ?? null) : null;
    } while (cursor);
  }

  async #page({ id, filter, attempts }: StoredExport, cursor: string | null, rows: number): Promise<ExportedContact[]> {
    const page = await this.db.transaction(async () => {
      if (!(await this.db.row(noteProgress, [id, attempts, rows]))) throw new TakenOver('another worker is at it');
      const { contactIds, ...narrowed } = filter;
      if (contactIds) return this.db.rows<ExportedContact>(selectedCells, [contactIds, cursor, pageRows]);
      const { sql, parameters } = withCells(await this.find.idsOf(narrowed), cursor, pageRows);
      return this.db.rows<ExportedContact>(sql, parameters);
    });
    this.live.publish('exports', id);
    return page;
  }
}

type Pages = AsyncIterable<readonly ExportedContact[]>;

async function* linesOf(columns: readonly string[], attributes: readonly ExportedAttribute[], pages: Pages) {
  yield csvHead(columns);
  for await (const page of pages) yield page.map((contact) => lineOf(contact, attributes)).join('');
}

async function* rowsOf(attributes: readonly ExportedAttribute[], pages: Pages) {
  for await (const page of pages) yield page.map((contact) => cellsOf(contact, attributes));
}
