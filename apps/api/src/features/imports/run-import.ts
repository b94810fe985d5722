import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { AttributeType, ImportFindings } from '@engagex/domain/contacts';
import { DomainError } from '@engagex/domain/shared';
import { retryingConflicts, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Notify } from '../../platform/notify.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { refreshStatistics } from '../../platform/statistics.ts';
import { Files } from '../../ports/files.ts';
import { noteOrigin } from '../preferences/index.ts';
import { Rooms } from '../plans/index.ts';
import { ApplyImport } from './apply-import.ts';
import {
  anyMerged,
  changedMeanwhile,
  anyStatus,
  createPeople,
  createStaging,
  dropMergedExternalIds,
  keepSeverestStatus,
  rejectMergedTwice,
  leaveOutBeyondPlan,
  leaveOutRepeatedExternalIds,
  leaveOutTakenExternalIds,
  rejectRepeatedExternalIds,
  rejectTakenExternalIds,
} from './import-data.queries.ts';
import { Progress, Stopped } from './import-progress.ts';
import { finishRehearsal, finishRun, takeImport } from './imports.queries.ts';
import type { StoredImport } from './stored-imports.ts';
import { contactReader } from './read-contact.ts';
import { withoutRounded } from './without-rounded.ts';
import { differenceOf, type Numbers, numbersOf, storeFindings, storeLines } from './report-import.ts';
import { stageFile } from './stage-file.ts';

const maxAttempts = 3;

interface Outcome {
  readonly numbers: Numbers;
  readonly findings: ImportFindings;
  /** How many of the people were changed between rehearsal and run. */
  readonly meanwhile: number;
}

/**
 * Imports a file, or rehearses it, in one transaction: all of it or nothing, whatever happens to this process. A rehearsal
 * is the same without the last step. Progress and the sign of life are written beside it, so others see them and a dead
 * worker's import is found and begun again.
 */
@Injectable()
export class RunImport {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly live: Live,
    private readonly apply: ApplyImport,
    private readonly rooms: Rooms,
    private readonly notify: Notify,
  ) {}

  async run(importId: string): Promise<void> {
    const taken = await this.db.transaction(() => this.db.row<StoredImport>(takeImport, [importId]));
    if (!taken) return;
    if (taken.attempts - taken.attemptsBefore > maxAttempts) {
      return this.fail(
        taken.id,
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
      return await this.fail(taken.id, `${problem} Nothing was imported.`);
    } finally {
      progress.stop();
    }
    this.#announce(taken);
    if (taken.status === 'running') await refreshStatistics(this.db, 'contacts', Number(taken.rows));
  }

  async #import(taken: StoredImport, progress: Progress): Promise<void> {
    await this.#stage(taken, progress);
    const isRehearsal = taken.status === 'rehearsing';
    await this.#leaveOutBeyondPlan(isRehearsal);
    const meanwhile = taken.rehearsal ? await this.db.row<{ n: string }>(changedMeanwhile, [taken.rehearsal.at]) : null;
    if (isRehearsal) await this.db.rows('savepoint rehearsal');
    await noteOrigin(this.db, {
      source: 'import',
      wording: taken.consent ?? taken.fileName,
      actorId: taken.createdById,
    });
    const applied = await this.apply.run(taken, progress);
    if (isRehearsal) await this.db.rows('rollback to savepoint rehearsal');
    const numbers = numbersOf(taken, applied, await storeLines(this.db, taken.id));
    const findings = await storeFindings(this.db, taken);
    if (isRehearsal)
      await this.#finish(finishRehearsal, taken, [
        JSON.stringify({ ...numbers, changes: applied.changes, merged: applied.merged, findings }),
      ]);
    else await this.#finishRun(taken, { numbers, findings, meanwhile: Number(meanwhile?.n ?? 0) });
  }

  /** Brings the file into temporary tables: its rows, and the people they make. */
  async #stage(taken: StoredImport, progress: Progress): Promise<void> {
    const types = await this.db.rows<{ name: string; type: AttributeType }>(
      'select name, type from attribute_definitions',
    );
    const known = [...taken.newAttributes, ...types].map(({ name, type }) => [name, type] as const);
    const hasExternalIds = taken.mapping.includes('externalId');
    const hasMerged = (await this.db.row<{ isSo: boolean }>(anyMerged))?.isSo === true;
    const hasRoom = (await this.rooms.look('contacts')) !== null;
    await this.db.rows(createStaging);
    await stageFile({
      connection: await this.db.connection(),
      file: await this.files.read(taken.rowsKey ?? taken.fileKey),
      format: taken,
      rows: Number(taken.rows) - taken.fileNotes.blank,
      read: withoutRounded(taken, contactReader({ ...taken, types: new Map(known) })),
      keepsAll: hasRoom || hasMerged || (hasExternalIds && taken.sharedIds === 'reject'),
      onRows: (rows) => {
        progress.assertGoing();
        progress.processed = rows / 2;
      },
    });
    if (hasExternalIds) await this.#settleSharedIds(taken);
    if (hasMerged) await this.db.rows(rejectMergedTwice);
    await this.db.rows(createPeople);
    if ((await this.db.row<{ isSo: boolean }>(anyStatus))?.isSo === true) await this.db.rows(keepSeverestStatus);
    if (hasMerged && hasExternalIds) await this.db.rows(dropMergedExternalIds);
  }

  /** New people beyond what the plan has room for, from the first of them in the file on. Until a run ends, others who add contacts wait. */
  async #leaveOutBeyondPlan(isRehearsal: boolean): Promise<void> {
    const room = isRehearsal ? await this.rooms.look('contacts') : await this.rooms.hold('contacts');
    if (!room) return;
    const { plan, most, used } = room;
    const reason = `Your plan (${plan}) has room for ${most.toLocaleString('en')} contacts, and no more are left.`;
    await this.db.rows(leaveOutBeyondPlan, [Math.max(0, most - used), reason]);
  }

  /** A number that two products counted on their own is two people's, and neither is lost unless somebody wants it so. */
  async #settleSharedIds({ sharedIds, mapping }: StoredImport): Promise<void> {
    if (sharedIds === 'reject') {
      await this.db.rows(rejectTakenExternalIds);
      await this.db.rows(rejectRepeatedExternalIds);
      return;
    }
    const column = mapping.indexOf('externalId');
    await this.db.rows(leaveOutTakenExternalIds, [column]);
    await this.db.rows(leaveOutRepeatedExternalIds, [column]);
  }

  async #finishRun(taken: StoredImport, { numbers, findings, meanwhile }: Outcome): Promise<void> {
    const { created, updated, unchanged, invalid, duplicates, hidden, blank, beyondPlan, blocked } = numbers;
    const rejected = invalid + duplicates + hidden + beyondPlan + blank;
    const difference = taken.rehearsal && differenceOf(taken.rehearsal, numbers, meanwhile);
    const counts = [created, updated, unchanged, rejected, duplicates, blocked];
    await this.#finish(finishRun, taken, [...counts, difference, JSON.stringify(findings), hidden, blank, beyondPlan]);
    await this.#tell(taken, 'import_finished', wordsForImport({ created, updated, unchanged, rejected, blocked }));
  }

  async #finish(statement: string, taken: StoredImport, values: readonly unknown[]): Promise<void> {
    const done = await this.db.row(statement, [taken.id, taken.attempts, ...values]);
    if (!done) throw new Stopped('cancelled, or taken over by another worker');
  }

  /** Whoever started it. */
  async #tell(
    { id, createdById }: Pick<StoredImport, 'id' | 'createdById'>,
    kind: 'import_finished' | 'import_failed',
    why: string,
  ): Promise<void> {
    if (createdById) await this.notify.tell({ kind, objectId: id, why, only: [createdById] });
  }

  #announce({ id, status }: StoredImport): void {
    this.live.publish('imports', id);
    if (status === 'rehearsing') return;
    for (const noun of ['contacts', 'groups', 'attributes', 'suppressions', 'analytics'] as const)
      this.live.publish(noun);
  }

  /** A rehearsal that fails may be tried again with other columns. */
  async fail(id: string, problem: string): Promise<void> {
    await this.db.transaction(async () => {
      const failed = await this.db.row<{ status: string; createdById: string | null }>(
        `update imports set status = case when status = 'rehearsing' then 'ready' else 'failed' end, problem = $2, processed = 0,
           finished_at = case when status = 'rehearsing' then null else now() end, updated_at = now()
         where id = $1 and status in ('rehearsing', 'queued', 'running') returning status, created_by_id as "createdById"`,
        [id, problem],
      );
      if (failed?.status === 'failed')
        await this.#tell({ id, createdById: failed.createdById }, 'import_failed', problem);
    });
    this.live.publish('imports', id);
  }
}

function wordsForImport(
  numbers: Readonly<Record<'created' | 'updated' | 'unchanged' | 'rejected' | 'blocked', number>>,
) {
  const number = (value: number) => value.toLocaleString('en');
  const { created, updated, unchanged, rejected, blocked } = numbers;
  const blockedWords = blocked > 0 ? ` ${number(blocked)} stay unsubscribed.` : '';
  return `${number(created)} added, ${number(updated)} updated, ${number(unchanged)} unchanged, ${number(rejected)} rows not imported.${blockedWords}`;
}
