import { Inject, Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { type AttributeValue, exportLimits } from '@engagex/domain/contacts';
import { TenantDb } from '@engagex/tenancy';
import { csvLine } from '../../platform/http/write-csv.ts';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Files } from '../../ports/files.ts';
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
import { FindContacts } from './find-contacts.ts';

const pageRows = 1_000;
const maxAttempts = 3;

interface Cells {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly country: string | null;
  readonly timeZone: string | null;
  readonly externalId: string | null;
  readonly subscription: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly createdAt: Date;
}

/** The first columns, named so that an import of the file understands them. */
const header = ['Email', 'First name', 'Last name', 'Phone', 'Language', 'Country', 'Time zone', 'External id'];

class TakenOver extends Error {}

/** Writes contacts to a file, a page at a time in transactions of their own; the file is stored whole or not at all. */
@Injectable()
export class WriteExport {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly live: Live,
    private readonly find: FindContacts,
  ) {}

  async run(id: string): Promise<void> {
    const taken = await this.db.transaction(() => this.db.row<StoredExport>(takeExport, [id]));
    if (!taken) return;
    try {
      if (taken.attempts > maxAttempts) throw new Error('interrupted too often');
      const counted = { rows: 0 };
      const bytes = await this.files.write(taken.fileKey, Readable.from(this.#lines(taken, counted)));
      const values = [id, taken.attempts, counted.rows, bytes, exportLimits.hours];
      await this.db.transaction(() => this.db.rows(finishExport, values));
    } catch (error) {
      if (error instanceof TakenOver) return;
      this.log.error({ err: error, exportId: id }, 'export failed');
      const problem = 'Something went wrong on our side. Export the contacts again.';
      await this.db.transaction(() => this.db.rows(failExport, [id, problem]));
    }
    this.live.publish('exports', id);
  }

  /** Removes the file of an export whose time is over. The row says so only once it is gone. */
  async expire(id: string): Promise<void> {
    const expired = await this.db.transaction(() => this.db.row<{ fileKey: string }>(expiredExport, [id]));
    if (!expired) return;
    await this.files.remove(expired.fileKey);
    await this.db.transaction(() => this.db.rows(expireExport, [id]));
    this.live.publish('exports', id);
  }

  async *#lines(taken: StoredExport, counted: { rows: number }): AsyncGenerator<string> {
    const defined = await this.db.transaction(() =>
      this.db.rows<{ name: string }>(
        'select name from attribute_definitions where deleted_at is null order by position, name',
      ),
    );
    const names = defined.map(({ name }) => name);
    yield csvLine([...header, 'Unsubscribed', 'Added', ...names]);
    let cursor: string | null = null;
    do {
      const page: Cells[] = await this.#page(taken, cursor, counted.rows);
      if (page.length > 0) yield page.map((contact) => lineOf(contact, names)).join('');
      counted.rows += page.length;
      cursor = page.length === pageRows ? (page.at(-1)?.id ?? null) : null;
    } while (cursor);
  }

  async #page({ id, filter, attempts }: StoredExport, cursor: string | null, rows: number): Promise<Cells[]> {
    const page = await this.db.transaction(async () => {
      if (!(await this.db.row(noteProgress, [id, attempts, rows]))) throw new TakenOver('another worker is at it');
      const { contactIds, ...narrowed } = filter;
      if (contactIds) return this.db.rows<Cells>(selectedCells, [contactIds, cursor, pageRows]);
      const { sql, parameters } = withCells(await this.find.idsOf(narrowed), cursor, pageRows);
      return this.db.rows<Cells>(sql, parameters);
    });
    this.live.publish('exports', id);
    return page;
  }
}

function lineOf(contact: Cells, names: readonly string[]): string {
  const { email, firstName, lastName, phone, language, country, timeZone, externalId } = contact;
  const plain = [email, firstName, lastName, phone, language, country, timeZone, externalId].map((cell) => cell ?? '');
  const wish = contact.subscription === 'unsubscribed' ? 'yes' : 'no';
  const values = names.map((name) => cellOf(contact.attributes[name]));
  return csvLine([...plain, wish, contact.createdAt.toISOString(), ...values]);
}

/** As an import of the same type reads it. */
function cellOf(value: AttributeValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? value.join(';') : String(value);
}
