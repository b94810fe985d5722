import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { BulkActionView, ContactFilter } from '@engagex/domain/contacts';
import { DomainError } from '@engagex/domain/shared';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { advance, endBulkAction, freezeFound, markChanged, nextBatch, takeBulkAction } from './bulk-actions.queries.ts';
import { changedMeanwhile } from './bulk-actions.service.ts';
import {
  deleteMany,
  FindContacts,
  joinMany,
  leaveMany,
  rejoinMany,
  restoreMany,
  setAttribute,
} from '../contacts/index.ts';
import { Rooms } from '../plans/index.ts';

type Taken = BulkActionView & {
  readonly createdById: string | null;
  readonly filter: ContactFilter | null;
  readonly isConfirmed: boolean;
  readonly frozenAt: string | null;
};

/**
 * Goes through the contacts of a bulk action. A batch changes them, marks them and moves the counts on in one
 * transaction that holds the action's row: a killed worker leaves whole batches, and two never work on the same.
 */
@Injectable()
export class RunBulkAction {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly find: FindContacts,
    private readonly rooms: Rooms,
  ) {}

  async run(id: string): Promise<void> {
    try {
      while (await retryingDeadlocks(() => this.runBatch(id)));
    } catch (error) {
      if (!(error instanceof DomainError)) this.log.error({ err: error, bulkActionId: id }, 'bulk action failed');
      const problem = error instanceof DomainError ? error.message : 'Something went wrong on our side.';
      await this.#end(id, `${problem} Changes made before that are kept.`); // when even this fails, the sweep begins again where it stopped
    }
  }

  /** Ends one that could not even be ended on its own. */
  async giveUp(id: string, words: string): Promise<void> {
    await this.#end(id, `${words} Changes made before that are kept.`);
  }

  /** Resolves to whether there may be more to do for this worker. */
  runBatch(id: string): Promise<boolean> {
    return this.db.transaction(async () => {
      const taken = await this.db.row<Taken>(takeBulkAction, [id]);
      if (!taken) return false; // over, or another worker is at it
      if (taken.kind === 'add_to_group' && !(await this.#groupExists(taken.groupId))) {
        await this.#end(id, 'The group was deleted.');
        return false;
      }
      if (taken.frozenAt === null) return this.#freeze(taken);
      const next = await this.db.row<{ number: string; ids: string[] }>(nextBatch, [id]);
      const batch = next?.ids ?? [];
      const changed = idsOf(await this.#change(taken, batch));
      await this.db.rows(markChanged, [id, next?.number, changed]);
      const row = await this.db.row<{ status: string }>(advance, [id, batch.length, changed.length]);
      this.#announce(id);
      return row?.status === 'running';
    });
  }

  /** Settles whom it is about. When that is not the number somebody agreed to, nothing is changed. */
  async #freeze({ id, filter, contacts, isConfirmed }: Taken): Promise<boolean> {
    if (!filter) throw new Error('This bulk action says neither who nor which.');
    const found = await this.find.idsOf(filter);
    const frozen = Number((await this.db.row<{ n: string }>(freezeFound(found), [...found.parameters, id]))?.n);
    const agreed = Number(contacts); // a bigint comes as text
    const isChanged = isConfirmed ? frozen !== agreed : frozen === 0;
    if (isChanged) await this.#end(id, changedMeanwhile(frozen, agreed));
    else this.#announce(id);
    return !isChanged;
  }

  async #change({ kind, groupId, attribute, value, createdById }: Taken, batch: string[]): Promise<OfContact[]> {
    switch (kind) {
      case 'add_to_group':
        return this.db.rows(joinMany, [groupId, batch]);
      case 'remove_from_group':
        return this.db.rows(leaveMany, [groupId, batch]);
      case 'set_attribute':
        return this.db.rows(setAttribute, [
          attribute,
          value === null ? null : JSON.stringify(value),
          batch,
          createdById,
        ]);
      case 'delete':
        return this.db.rows(deleteMany, [batch, createdById]);
      case 'restore': {
        const restored = await this.rooms.within('contacts', () =>
          this.db.rows<OfContact>(restoreMany, [batch, createdById]),
        );
        await this.db.rows(rejoinMany, [idsOf(restored)]);
        return restored;
      }
    }
  }

  async #groupExists(groupId: string | null): Promise<boolean> {
    return Boolean(await this.db.row('select 1 from groups where id = $1 and deleted_at is null', [groupId]));
  }

  async #end(id: string, problem: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.row(endBulkAction, [id, 'failed', problem, null]);
      this.#announce(id);
    });
  }

  #announce(id: string): void {
    afterCommit(() => {
      this.live.publish('bulk-actions', id);
      for (const noun of ['contacts', 'groups', 'analytics'] as const) this.live.publish(noun);
    });
  }
}

interface OfContact {
  readonly id: string;
}

function idsOf(rows: readonly OfContact[]): string[] {
  return rows.map(({ id }) => id);
}
