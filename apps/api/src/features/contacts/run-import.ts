import { Inject, Injectable } from '@nestjs/common';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Logger } from 'pino';
import { DomainError } from '@engagex/domain/shared';
import { afterCommit, outsideTransaction, retryingConflicts, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { refreshStatistics } from '../../platform/statistics.ts';
import { Files } from '../../ports/files.ts';
import { noteOrigin } from '../wishes/index.ts';
import { AttributesService } from './attributes.service.ts';
import {
  copyIntoStaging,
  createPeople,
  createStaging,
  importColumns,
  insertPeople,
  joinGroup,
  storeRejections,
  updatePeople,
} from './imports.queries.ts';
import type { StoredImport } from './imports.service.ts';
import { attributesIn, contactReader } from './read-contact.ts';
import { readCsv } from './read-csv.ts';

const chunkPeople = 10_000;
const heartbeatMs = 1_000;
const maxAttempts = 3;
/** COPY lines are sent in pieces of this many characters. */
const pieceCharacters = 64 * 1024;

class Stopped extends Error {}

/**
 * Imports a file in one transaction: all of it or nothing, whatever happens to this process. Progress and the sign of
 * life are written beside it, so others see them and a dead worker's import is found and begun again.
 */
@Injectable()
export class RunImport {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly live: Live,
    private readonly attributes: AttributesService,
  ) {}

  async run(importId: string): Promise<void> {
    const taken = await this.#take(importId);
    if (!taken) return;
    if (taken.attempts > maxAttempts) {
      return this.#fail(
        importId,
        'The import was interrupted several times. Nothing was imported; upload the file again.',
      );
    }
    const progress = new Progress(this.db, this.live, taken);
    try {
      // Someone else may add one of these people meanwhile; the next try finds them.
      await retryingConflicts(['uniqueViolation', 'deadlockDetected'], () =>
        this.db.transaction(() => this.#import(taken, progress)),
      );
    } catch (error) {
      if (error instanceof Stopped) return;
      if (!(error instanceof DomainError)) this.log.error({ err: error, importId }, 'import failed');
      const problem = error instanceof DomainError ? error.message : 'Something went wrong on our side.';
      return await this.#fail(importId, `${problem} Nothing was imported.`);
    } finally {
      progress.stop();
    }
    await refreshStatistics(this.db, Number(taken.rows));
  }

  /** Makes the import this worker's own, unless another is alive at it. */
  async #take(id: string): Promise<StoredImport | null> {
    return this.db.transaction(() =>
      this.db.row<StoredImport>(
        `update imports set status = 'running', attempts = attempts + 1, heartbeat_at = now(), processed = 0,
           started_at = coalesce(started_at, now()), updated_at = now()
         where id = $1 and (status = 'queued' or (status = 'running' and heartbeat_at < now() - interval '30 seconds'))
         returning ${importColumns}`,
        [id],
      ),
    );
  }

  async #import(taken: StoredImport, progress: Progress): Promise<void> {
    await this.db.rows(createStaging);
    await this.#copy(taken, progress);
    await this.db.rows(createPeople);
    await noteOrigin(this.db, { source: 'import', wording: taken.fileName, actorId: taken.createdById });
    const people = Number((await this.db.row<{ n: string }>('select count(*) as n from import_people'))?.n);
    const total = { created: 0, updated: 0 };
    for (let from = 0; from < people; from += chunkPeople) {
      progress.assertGoing();
      const to = Math.min(people, from + chunkPeople);
      total.created += await this.db.affected(insertPeople, [from, to, taken.createdById]);
      total.updated += await this.db.affected(updatePeople, [from, to, taken.createdById]);
      progress.processed = Number(taken.rows) * (0.5 + (0.5 * to) / people);
    }
    if (taken.groupId) await this.db.rows(joinGroup, [taken.groupId]);
    await this.db.rows('delete from import_rejections where import_id = $1', [taken.id]);
    await this.db.rows(storeRejections, [taken.id]);
    await this.#finish(taken, {
      ...total,
      unchanged: people - total.created - total.updated,
      rejected: Number(taken.rows) - people,
    });
  }

  /** Streams the file through validation into the staging table. */
  async #copy(taken: StoredImport, progress: Progress): Promise<void> {
    const names = attributesIn(taken.mapping).map(({ name }) => name);
    const read = contactReader(taken.mapping, await this.attributes.typesOf(names));
    const connection = await this.db.connection();
    const copy = connection.query(copyFrom(copyIntoStaging));
    // An error before the end is told by `finished`; one after `destroy` is PostgreSQL's answer to it, and nobody waits any more.
    copy.on('error', () => {});
    let piece = '';
    let row = 0;
    try {
      for await (const { line, fields } of readCsv(await this.files.read(taken.fileKey), taken.delimiter)) {
        if (row++ === 0) continue; // the header
        piece += copyLine(line, read(fields), fields);
        if (piece.length < pieceCharacters) continue;
        progress.assertGoing();
        progress.processed = row / 2;
        if (!copy.write(piece)) await once(copy, 'drain');
        piece = '';
      }
      copy.end(piece);
      await finished(copy);
    } catch (error) {
      copy.destroy();
      throw error;
    }
    if (row - 1 !== Number(taken.rows))
      throw new Error(`The file has ${row - 1} rows, but ${taken.rows} were counted.`);
  }

  /** The file adds up, or nothing of it is kept. */
  async #finish(
    taken: StoredImport,
    counts: { created: number; updated: number; unchanged: number; rejected: number },
  ): Promise<void> {
    const stored = await this.db.row<{ n: string }>(
      'select count(*) as n from import_rejections where import_id = $1',
      [taken.id],
    );
    if (Number(stored?.n) !== counts.rejected)
      throw new Error(`${counts.rejected} rows were rejected, but ${stored?.n} were stored.`);
    const done = await this.db.row(
      `update imports set status = 'done', processed = row_count, created = $3, updated = $4, unchanged = $5, rejected = $6,
         finished_at = clock_timestamp(), updated_at = now() where id = $1 and status = 'running' and attempts = $2 returning id`,
      [taken.id, taken.attempts, counts.created, counts.updated, counts.unchanged, counts.rejected],
    );
    if (!done) throw new Stopped('cancelled, or taken over by another worker');
    afterCommit(() => {
      for (const noun of ['contacts', 'groups', 'analytics']) this.live.publish(noun);
      this.live.publish('imports', taken.id);
    });
  }

  async #fail(id: string, problem: string): Promise<void> {
    await this.db.transaction(() =>
      this.db.rows(
        `update imports set status = 'failed', problem = $2, processed = 0, finished_at = now(), updated_at = now()
         where id = $1 and status in ('queued', 'running')`,
        [id, problem],
      ),
    );
    this.live.publish('imports', id);
  }
}

/** Writes how far it is, beside the import's own transaction, and learns there whether to stop. */
class Progress {
  processed = 0;
  #isStopped = false;
  readonly #timer: NodeJS.Timeout;

  constructor(db: TenantDb, live: Live, { id, attempts }: StoredImport) {
    this.#timer = setInterval(() => {
      outsideTransaction(() =>
        db.transaction(() =>
          db.row(
            `update imports set processed = $3, heartbeat_at = now() where id = $1 and status = 'running' and attempts = $2 returning id`,
            [id, attempts, Math.floor(this.processed)],
          ),
        ),
      ).then(
        (row) => {
          this.#isStopped ||= row === null;
          live.publish('imports', id);
        },
        () => {}, // a heartbeat that fails is tried again in a second
      );
    }, heartbeatMs);
  }

  assertGoing(): void {
    if (this.#isStopped) throw new Stopped('cancelled, or taken over by another worker');
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** One line of COPY's text format. */
function copyLine(
  line: number,
  contact: ReturnType<ReturnType<typeof contactReader>>,
  fields: readonly string[],
): string {
  const values =
    'reason' in contact
      ? [null, null, null, null, null, contact.reason]
      : [
          contact.email,
          contact.firstName,
          contact.lastName,
          String(contact.isUnsubscribed),
          JSON.stringify(contact.attributes),
          null,
        ];
  return `${line}\t${values.map(copyValue).join('\t')}\t${copyValue(JSON.stringify(fields))}\n`;
}

const special = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyValue(value: string | null): string {
  return value === null ? '\\N' : value.replace(special, (character) => escapes[character] ?? character);
}
