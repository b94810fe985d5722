import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { guessMapping } from '@engagex/domain/contacts';
import {
  addressKey,
  conflict,
  invalid,
  notFound,
  type ParsedInputOf,
  problemWithAddress,
} from '@engagex/domain/shared';
import {
  isTheirOwn,
  suppressionLimits,
  type suppressionsRoutes,
  type SuppressionView,
} from '@engagex/domain/suppressions';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, readCursor, upperBoundOf } from '../../platform/http/paging.ts';
import { csvLine } from '../../platform/http/write-csv.ts';
import { Live } from '../../platform/live/live.ts';
import { detectDelimiter, readCsv } from '../contacts/index.ts';
import { noteCaller, noteOrigin } from '../wishes/index.ts';
import {
  addSuppression,
  countSuppressions,
  importSuppressions,
  listSuppressions,
  suppressionOf,
} from './suppressions.queries.ts';

type Filter = Pick<ParsedInputOf<typeof suppressionsRoutes.list>, 'search' | 'reason'>;

const exportedAtOnce = 1_000;

/** The addresses that get nothing, whatever their contact says. */
@Injectable()
export class SuppressionsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async list({ cursor, limit, ...filter }: ParsedInputOf<typeof suppressionsRoutes.list>) {
    const parameters = [...boundsOf(filter), readCursor(cursor), limit + 1];
    return pageOf(await this.db.rows<SuppressionView>(listSuppressions, parameters), limit, (row) => row.id);
  }

  async count(filter: Filter) {
    return (await this.db.row<{ count: string }>(countSuppressions, boundsOf(filter))) ?? { count: '0' };
  }

  /** A page at a time, each in its own short transaction. */
  async *csv(): AsyncGenerator<string> {
    yield csvLine(['email', 'reason', 'note', 'since']);
    let cursor: string | undefined;
    do {
      const page = await this.db.transaction(() => this.list({ cursor, limit: exportedAtOnce, search: undefined }));
      for (const { address, reason, note, createdAt } of page.items)
        if (address) yield csvLine([address, reason, note ?? '', new Date(createdAt).toISOString()]);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }

  async create({ address, note }: ParsedInputOf<typeof suppressionsRoutes.create>): Promise<SuppressionView> {
    await noteCaller(this.db, note);
    const row = await this.db.row<{ id: string }>(addSuppression, [address, note, currentUserId()]);
    if (!row) throw conflict('suppression.exists', 'This address is on the list already.');
    this.#announce();
    return this.#get(row.id);
  }

  async remove({ id, despite }: ParsedInputOf<typeof suppressionsRoutes.remove>): Promise<void> {
    const { reason } = await this.#get(id);
    if (isTheirOwn(reason))
      throw conflict(
        'suppression.theirs',
        'This person left. Only they themselves can come back, by signing up again.',
      );
    if (reason === 'complaint' && despite !== 'complaint')
      throw conflict(
        'suppression.complaint',
        'This person reported a message as spam. Confirm once more to mail them again.',
      );
    await noteCaller(this.db);
    await this.db.rows('delete from suppressions where id = $1', [id]);
    this.#announce();
  }

  /** Reads the whole file before anything is stored; all of it or nothing. */
  async import(fileName: string, file: Readable) {
    const { rows, keys } = await readAddresses(file);
    const actorId = currentUserId();
    const added = await this.db.transaction(async () => {
      await noteOrigin(this.db, { source: 'import', wording: fileName, actorId });
      const stored = await this.db.affected(importSuppressions, [[...keys], fileName, actorId]);
      noteAudit({ objectName: fileName, after: { added: stored } });
      this.#announce();
      return stored;
    });
    return { rows, added, present: keys.size - added, rejected: rows - keys.size };
  }

  async #get(id: string): Promise<SuppressionView> {
    const row = await this.db.row<SuppressionView>(suppressionOf, [id]);
    if (!row) throw notFound('suppression');
    return row;
  }

  #announce(): void {
    afterCommit(() => {
      this.live.publish('suppressions');
      this.live.publish('wishes');
    });
  }
}

function boundsOf({ search, reason }: Filter): unknown[] {
  const start = search ? addressKey(search) : null;
  return [start, start && upperBoundOf(start), reason ?? null];
}

/** The addresses of a file, each once, by the column that is named like one; rows without an address are counted only. */
async function readAddresses(file: Readable): Promise<{ rows: number; keys: Set<string> }> {
  const chunks: Buffer[] = [];
  for await (const chunk of file) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const header = bytes.subarray(0, bytes.indexOf(10) === -1 ? undefined : bytes.indexOf(10)).toString('utf8');
  const keys = new Set<string>();
  let column: number | null = null;
  let rows = 0;
  for await (const { fields } of readCsv(Readable.from([bytes]), {
    encoding: 'utf-8',
    delimiter: detectDelimiter(header),
  })) {
    if (column === null) {
      column = Math.max(0, guessMapping(fields).indexOf('email'));
      if (problemWithAddress(addressKey((fields[column] ?? '').trim())) !== null) continue; // a header
    }
    rows += 1;
    if (rows > suppressionLimits.rows)
      throw invalid(
        'suppression.too-many',
        `Split the file: at most ${suppressionLimits.rows.toLocaleString('en')} rows.`,
      );
    const key = addressKey((fields[column] ?? '').trim());
    if (problemWithAddress(key) === null) keys.add(key);
  }
  if (rows === 0) throw invalid('suppression.empty', 'The file has no addresses.');
  return { rows, keys };
}
