import { Inject, Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Logger } from 'pino';
import { DomainError } from '@engagex/domain/shared';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Files } from '../../ports/files.ts';
import { copyLine } from './copy-line.ts';
import { ImportProgress, Stopped } from './import-progress.ts';
import { ImportWakeUps } from './imports.jobs.ts';
import * as sql from './imports.queries.ts';
import type { StoredImport } from './imports.service.ts';
import { contactReader } from './read-contact.ts';
import { readCsv } from './read-csv.ts';
import { readText } from './read-text.ts';

const peopleAtOnce = 10_000;
const maxAttempts = 3;
/** Which share of the work is done when the file has been read, and when the people are in. */
const shareOfReading = 0.25;
const shareOfPeople = { withGroup: 0.7, withoutGroup: 1 };

const sessionSettings = [
  `set local work_mem = '64MB'`, // so that sorting a large file rarely needs the disk
  `set local idle_in_transaction_session_timeout = '60s'`, // a worker that hangs lets go of what it locked
];

/** Imports a file in one transaction: all of it or nothing, whatever happens to this process. */
@Injectable()
export class RunImport {
  readonly #running = new Map<ImportProgress, Promise<void>>();
  #isStopping = false;

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly live: Live,
    private readonly wakeUps: ImportWakeUps,
  ) {}

  /** Does nothing when the import is not due; otherwise resolves once it is done, failed, or given back. */
  async run(importId: string): Promise<void> {
    if (this.#isStopping) return;
    const taken = await this.#inTransaction<StoredImport>(sql.takeImport, [importId]);
    if (!taken) return;
    const progress = new ImportProgress({ db: this.db, live: this.live, log: this.log }, taken);
    const running = this.#attempt(taken, progress).finally(() => {
      progress.end();
      this.#running.delete(progress);
    });
    this.#running.set(progress, running);
    await running;
    const next = await this.#inTransaction<{ id: string }>(sql.nextImport, [importId]);
    if (next) await this.wakeUps.wake(next.id);
  }

  /** Rolls back what is under way and gives it back, for a process that is to end soon. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const progress of this.#running.keys()) progress.stop();
    await Promise.allSettled(this.#running.values());
  }

  async #attempt(taken: StoredImport, progress: ImportProgress): Promise<void> {
    if (taken.attempts > maxAttempts) {
      return this.#fail(taken, 'The import was interrupted several times. Upload the file again.');
    }
    try {
      await this.db.transaction(() => this.#import(taken, progress));
      await this.files.remove(taken.fileKey); // what it said is in the contacts and the rejections now
    } catch (error) {
      await this.#settle(taken, error);
    }
  }

  async #import(taken: StoredImport, progress: ImportProgress): Promise<void> {
    for (const setting of sessionSettings) await this.db.rows(setting);
    await this.#copy(taken, progress);
    const people = await this.#people();
    const { created, updated } = await this.#upsert(taken, people, progress);
    if (taken.groupId) await this.#join(taken.groupId, people, progress);
    const rejected = await this.#reject(taken, people);
    await this.#finish(taken, { created, updated, unchanged: people - created - updated, rejected });
  }

  /** Streams the file through validation into a temporary table. */
  async #copy(taken: StoredImport, progress: ImportProgress): Promise<void> {
    await this.db.rows(sql.createRows);
    const connection = await this.db.connection();
    const copy = connection.query(copyFrom(sql.copyRows));
    await pipeline(Readable.from(this.#copyLines(taken, progress), { objectMode: false }), copy);
    if (copy.rowCount !== Number(taken.rows)) {
      throw new Error(`The file had ${taken.rows} rows when it was uploaded and has ${copy.rowCount} now.`);
    }
  }

  async *#copyLines(taken: StoredImport, progress: ImportProgress): AsyncGenerator<string> {
    const read = contactReader(taken.mapping);
    const text = readText(await this.files.read(taken.fileKey));
    let isHeader = true;
    let done = 0;
    for await (const batch of readCsv(text, taken.delimiter)) {
      let lines = '';
      for (const { line, fields } of batch) {
        if (!isHeader) lines += copyLine(line, read(fields), fields);
        isHeader = false;
      }
      done += batch.length;
      progress.reach(shareOfReading * Math.min(1, done / Number(taken.rows)));
      if (lines) yield lines;
    }
  }

  /** Tells the people of the file apart; resolves to how many they are. */
  async #people(): Promise<number> {
    for (const statement of [sql.createPeople, sql.indexPeople, sql.analyzePeople]) await this.db.rows(statement);
    const row = await this.db.row<{ people: number }>('select coalesce(max(number), 0) as people from import_people');
    return row?.people ?? 0;
  }

  async #upsert({ groupId, createdById }: StoredImport, people: number, progress: ImportProgress) {
    const total = { created: 0, updated: 0 };
    const until = groupId ? shareOfPeople.withGroup : shareOfPeople.withoutGroup;
    for (let from = 0; from < people; from += peopleAtOnce) {
      progress.reach(shareOfReading + (until - shareOfReading) * (from / people));
      const done = await this.db.row<typeof total>(sql.upsertPeople, [from, from + peopleAtOnce, createdById]);
      total.created += done?.created ?? 0;
      total.updated += done?.updated ?? 0;
    }
    return total;
  }

  /** Last, since it locks the group's row for its count. */
  async #join(groupId: string, people: number, progress: ImportProgress): Promise<void> {
    for (let from = 0; from < people; from += peopleAtOnce) {
      progress.reach(shareOfPeople.withGroup + (1 - shareOfPeople.withGroup) * (from / people));
      await this.db.rows(sql.joinGroup, [from, from + peopleAtOnce, groupId]);
    }
  }

  async #reject(taken: StoredImport, people: number): Promise<number> {
    if (people === Number(taken.rows)) return 0;
    return (await this.db.row<{ rejected: number }>(sql.storeRejections, [taken.id]))?.rejected ?? 0;
  }

  /** The import adds up to its file, or nothing of it is kept; the table itself refuses a sum that is wrong. */
  async #finish(taken: StoredImport, outcome: { created: number; updated: number; unchanged: number; rejected: number }) {
    const { created, updated, unchanged, rejected } = outcome;
    const sum = created + updated + unchanged + rejected;
    if (sum !== Number(taken.rows) || unchanged < 0) {
      throw new Error(`The import does not add up to its ${taken.rows} rows: ${JSON.stringify(outcome)}`);
    }
    const values = [taken.id, taken.attempts, created, updated, unchanged, rejected];
    if (!(await this.db.row(sql.finishImport, values))) throw new Stopped();
    afterCommit(() => {
      for (const noun of ['contacts', 'groups', 'analytics']) this.live.publish(noun);
      this.live.publish('imports', taken.id);
    });
  }

  /** Whether to try again: what is wrong with the file stays wrong, what happened to us may not happen twice. */
  async #settle(taken: StoredImport, error: unknown): Promise<void> {
    if (error instanceof DomainError) return this.#fail(taken, error.message);
    if (error instanceof Stopped) {
      if (this.#isStopping) await this.#inTransaction(sql.giveBackImport, [taken.id, taken.attempts]);
      return;
    }
    this.log.error({ err: error, importId: taken.id, attempt: taken.attempts }, 'import interrupted');
    if (taken.attempts >= maxAttempts) return this.#fail(taken, 'Something went wrong on our side, several times.');
    await this.#inTransaction(sql.requeueImport, [taken.id, taken.attempts]);
    this.live.publish('imports', taken.id);
  }

  async #fail(taken: StoredImport, problem: string): Promise<void> {
    const isMine = await this.#inTransaction(sql.failImport, [taken.id, taken.attempts, `${problem} Nothing was imported.`]);
    if (!isMine) return;
    await this.files.remove(taken.fileKey);
    this.live.publish('imports', taken.id);
  }

  #inTransaction<Row>(statement: string, values: readonly unknown[]): Promise<Row | null> {
    return this.db.transaction(() => this.db.row<Row>(statement, values));
  }
}
