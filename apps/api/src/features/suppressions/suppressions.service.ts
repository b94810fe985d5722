import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { addressKey, conflict, csvHead, csvLine, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { isTheirOwn, type suppressionsRoutes, type SuppressionView } from '@engagex/domain/suppressions';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { ReadList } from '../../platform/csv/read-list.ts';
import { pageOf, readCursor, upperBoundOf } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { noteCaller, noteOrigin } from '../preferences/index.ts';
import { readAddresses } from './read-addresses.ts';
import {
  addSuppression,
  countSuppressions,
  importSuppressions,
  listSuppressions,
  releaseSuppression,
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
    private readonly lists: ReadList,
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
    yield csvHead(['email', 'reason', 'note', 'since']);
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
    if (!row) throw conflict('suppression.exists', 'This address is already suppressed.');
    this.#announce();
    return this.#get(row.id);
  }

  async remove({ id, despite }: ParsedInputOf<typeof suppressionsRoutes.remove>): Promise<void> {
    const { reason } = await this.#get(id);
    if (isTheirOwn(reason))
      throw conflict('suppression.theirs', 'This person unsubscribed. Only they can lift it, by signing up again.');
    if (reason === 'complaint' && despite !== 'complaint')
      throw conflict(
        'suppression.complaint',
        'This person reported a message as spam. Confirm once more to mail them again.',
      );
    await noteCaller(this.db);
    await this.db.rows(releaseSuppression, [id]);
    this.#announce();
  }

  /** Reads the whole file before anything is stored; all of its addresses or none. */
  async import(fileName: string, file: Readable, signal?: AbortSignal) {
    const { rows, keys, repeated, rejected, blank } = await this.lists.read(
      file,
      async (list) => ({ ...(await readAddresses(list)), blank: list.fileNotes.blank }),
      signal,
    );
    const [first] = rejected;
    if (keys.size === 0)
      throw invalid(
        'suppression.empty',
        `The file has no valid address. ${first ? `Line ${first.line}: ${first.reason}` : ''}`,
      );
    const actorId = currentUserId();
    const added = await this.db.transaction(async () => {
      await noteOrigin(this.db, { source: 'import', wording: fileName, actorId });
      const stored = await this.db.affected(importSuppressions, [[...keys], fileName, actorId]);
      noteAudit({ objectName: fileName, after: { added: stored } });
      this.#announce();
      return stored;
    });
    return {
      rows,
      added,
      present: keys.size - added,
      repeated,
      blank,
      rejected: rejected.length,
      rejections: rejected,
    };
  }

  async #get(id: string): Promise<SuppressionView> {
    const row = await this.db.row<SuppressionView>(suppressionOf, [id]);
    if (!row) throw notFound('suppression');
    return row;
  }

  #announce(): void {
    afterCommit(() => {
      this.live.publish('suppressions');
      this.live.publish('preferences');
    });
  }
}

function boundsOf({ search, reason }: Filter): unknown[] {
  const start = search ? addressKey(search) : null;
  return [start, start && upperBoundOf(start), reason ?? null];
}
