import { Injectable } from '@nestjs/common';
import { type BulkActionView, type bulkActionsRoutes, type ContactFilter, undoDays } from '@engagex/domain/contacts';
import { conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { AttributesService } from '../attributes/index.ts';
import { addBulkAction, bulkActionColumns, endBulkAction, freezeDeleted, freezeIds } from './bulk-actions.queries.ts';
import { FindContacts, GroupsService } from '../contacts/index.ts';
import { keepReferences } from '../references/index.ts';

export const bulkActionsQueue = 'bulk-actions';

type Start = ParsedInputOf<typeof bulkActionsRoutes.start>;

/** Changes of many contacts: how many is agreed on when they start, the rest is a worker's. */
@Injectable()
export class BulkActionsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly queues: Queues,
    private readonly find: FindContacts,
    private readonly groups: GroupsService,
    private readonly attributes: AttributesService,
  ) {}

  async list({ cursor, limit }: ParsedInputOf<typeof bulkActionsRoutes.list>) {
    const rows = await this.db.rows<BulkActionView>(
      `select ${bulkActionColumns} from bulk_actions b where ($1::uuid is null or b.id < $1) order by b.id desc limit $2`,
      [readCursor(cursor), limit + 1],
    );
    return pageOf(rows, limit, (row) => row.id);
  }

  async get(id: string): Promise<BulkActionView> {
    const sql = `select ${bulkActionColumns} from bulk_actions b where b.id = $1`;
    const found = await this.db.row<BulkActionView>(sql, [id]);
    if (!found) throw notFound('bulk-action');
    return found;
  }

  /**
   * Those named are settled at once. A filter is counted here, so that somebody who agreed to another number is asked
   * again, and the worker settles who it is.
   */
  async start({ action, who, expected }: Start): Promise<BulkActionView> {
    await keepReferences(this.db);
    const terms = await this.#termsOf(action);
    if (who.by === 'ids') {
      const id = await this.#add(action.kind, terms);
      assertExpected(await this.#freeze(freezeIds, [id, who.ids]), expected);
      return this.#begun(id);
    }
    const contacts = await this.find.count(who.filter);
    assertExpected(contacts, expected);
    return this.#begun(await this.#add(action.kind, { ...terms, filter: who.filter, contacts, expected }));
  }

  /** What is changed by now stays changed: the batch under way ends, no other begins. */
  async cancel(id: string): Promise<BulkActionView> {
    await this.get(id);
    if (!(await this.db.row(endBulkAction, [id, 'cancelled', null, currentUserId()])))
      throw conflict('bulk-action.over', 'This has already finished.');
    return this.#announced(id);
  }

  /** Brings back whoever a deletion deleted, also when it was cancelled half-way. */
  async undo(id: string): Promise<BulkActionView> {
    const deletion = await this.get(id);
    if (deletion.kind !== 'delete') throw conflict('bulk-action.no-undo', 'Only a deletion can be undone.');
    await this.db.row(endBulkAction, [id, 'cancelled', null, currentUserId()]); // when it is still under way
    await this.db.rows('select from bulk_actions where id = $1 for update', [id]);
    if (await this.db.row('select 1 from bulk_actions where undoes_id = $1', [id]))
      throw conflict('bulk-action.undone', 'This deletion has already been undone.');
    if (deletion.finishedAt && deletion.changed > 0 && !deletion.undoUntil) {
      const message = `A deletion can be undone for ${undoDays} days. This one can no longer be undone.`;
      throw conflict('bulk-action.undo-over', message);
    }
    const undoing = await this.#add('restore', { undoesId: id });
    if ((await this.#freeze(freezeDeleted, [undoing, id])) === 0)
      throw conflict('bulk-action.nobody', 'This deletion did not delete anyone.');
    noteAudit({ objectId: undoing });
    return this.#begun(undoing);
  }

  async #termsOf(action: Start['action']): Promise<Terms> {
    switch (action.kind) {
      case 'add_to_group':
      case 'remove_from_group':
        return { groupId: (await this.groups.get(action.groupId)).id };
      case 'set_attribute': {
        const { [action.attribute]: value } = await this.attributes.read({ [action.attribute]: action.value });
        return { attribute: action.attribute, value: value ?? null };
      }
      case 'delete':
        return {};
    }
  }

  async #add(kind: BulkActionView['kind'], terms: Terms): Promise<string> {
    const { groupId, attribute, value, undoesId, filter, contacts, expected } = terms;
    const row = await this.db.row<{ id: string }>(addBulkAction, [
      kind,
      groupId ?? null,
      attribute ?? null,
      value === undefined || value === null ? null : JSON.stringify(value),
      undoesId ?? null,
      currentUserId(),
      filter ? JSON.stringify(filter) : null,
      contacts ?? 0,
      expected !== undefined,
    ]);
    return row?.id ?? '';
  }

  async #freeze(statement: string, values: readonly unknown[]): Promise<number> {
    return Number((await this.db.row<{ n: string }>(statement, values))?.n ?? 0);
  }

  #begun(id: string): Promise<BulkActionView> {
    afterCommit(() => this.queues.add(bulkActionsQueue, { bulkActionId: id }));
    return this.#announced(id);
  }

  #announced(id: string): Promise<BulkActionView> {
    afterCommit(() => this.live.publish('bulk-actions', id));
    return this.get(id);
  }
}

interface Terms {
  readonly groupId?: string;
  readonly attribute?: string;
  readonly value?: unknown;
  readonly undoesId?: string;
  readonly filter?: ContactFilter;
  readonly contacts?: number;
  readonly expected?: number | undefined;
}

function assertExpected(contacts: number, expected: number | undefined): void {
  if (contacts === 0) throw invalid('bulk-action.nobody', 'No contacts match anymore. Reload the list.');
  if (expected !== undefined && contacts !== expected)
    throw conflict('bulk-action.changed', changedMeanwhile(contacts, expected));
}

export function changedMeanwhile(contacts: number, expected: number): string {
  return `${contacts.toLocaleString('en')} contacts match now, not ${expected.toLocaleString('en')}. Check the list and try again.`;
}
