import { Injectable } from '@nestjs/common';
import type { RouteDefinition } from '@engagex/domain/shared';
import { type Actor, afterCommit, beforeCommit, currentScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../live/live.ts';
import type { Table } from '../tables/table.ts';
import { Tables } from '../tables/tables.ts';
import { type Change, describeChange, told } from './describe-change.ts';
import { currentRequest } from './request-context.ts';

/** A thing as it is stored, and whether the transaction that looks has changed anything so far. */
interface Snapshot {
  /** The row by column; null when there is none. */
  readonly row: Readonly<Record<string, unknown>> | null;
  readonly name: string | null;
  readonly changed: boolean;
}

/** A change of one request that is about to happen, and how its thing was before. */
export interface Pending {
  readonly noun: string;
  readonly objectId: string | null;
  readonly before: Snapshot | null;
  /** What the handler answered; a new thing's id is in it. */
  answer: unknown;
}

/** What an entry says beyond who, when and where from. */
export interface Deed extends Change {
  readonly objectType: string;
  readonly objectId: string | null;
  readonly objectName: string | null;
}

/** $1 kind, $2 who, $3 action, $4 noun, $5 id, $6 name, $7 before, $8 after, $9 request, $10 address. */
const append = (actors: 'users' | 'api_keys') => `
  select append_audit_entry($1, $2, coalesce((select name from ${actors} where id = $2), ''), $3, $4, $5, $6, $7, $8, $9, $10)`;

/** Writes the one entry of a request that changes something, in the very transaction that changes it. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly tables: Tables,
  ) {}

  /** Looks at what is about to change, in the open transaction; null for an operation that changes nothing. */
  async begin(route: RouteDefinition, input: unknown): Promise<Pending | null> {
    if (!changes(route)) return null;
    const [noun = ''] = route.id.split('.', 1);
    const objectId = noun === 'organization' ? currentScope().organizationId : idIn(input);
    return { noun, objectId, before: objectId ? await this.#snapshotOf(noun, objectId) : null, answer: undefined };
  }

  /**
   * Makes the entry part of the open transaction. With none open, of the first one that changes something: for a
   * handler of several transactions that is the change itself, and what follows only carries it out.
   */
  follow(pending: Pending): void {
    beforeCommit(() => this.#conclude(pending));
  }

  /** Writes an entry in the open transaction, for what a person does who is no member yet. */
  async record(userId: string, deed: Deed): Promise<void> {
    await this.#append({ kind: 'user', userId }, deed);
  }

  async #conclude({ noun, before, answer, ...pending }: Pending): Promise<void> {
    const { note } = currentRequest();
    const objectId = note?.objectId ?? pending.objectId ?? idIn(answer);
    const after = objectId ? await this.#snapshotOf(noun, objectId) : null;
    if (!(after ? after.changed : await this.db.hasChanged())) return;
    // What has no row says all by its note. Without one, the transaction may only have waited for another's, such as the
    // second of two requests under one key.
    if (!after && !note) return;
    const change = describeChange(before?.row ?? null, after?.row ?? null);
    if (!change && !note) return; // saved as it was
    await this.#append(currentScope().actor, {
      objectType: noun,
      objectId,
      objectName: note?.objectName ?? after?.name ?? before?.name ?? null,
      before: merged(change?.before, note?.before),
      after: merged(change?.after, note?.after),
    });
  }

  async #snapshotOf(noun: string, id: string): Promise<Snapshot | null> {
    const table = this.tables.audited(noun);
    return table ? ((await this.db.rowsByKey<Snapshot>(snapshotOf(table), [id]))[0] ?? null) : null;
  }

  async #append(actor: Actor, { objectType, objectId, objectName, before, after }: Deed): Promise<void> {
    if (actor.kind === 'system') throw new Error('The system itself is not audited.');
    const { action, requestId, address } = currentRequest();
    await this.db.rowsByKey(append(actor.kind === 'user' ? 'users' : 'api_keys'), [
      actor.kind,
      actor.kind === 'user' ? actor.userId : actor.keyId,
      action,
      objectType,
      objectId,
      objectName,
      jsonOf(before),
      jsonOf(after),
      requestId,
      address,
    ]);
    afterCommit(() => this.live.publish('audit'));
  }
}

/** Whether an operation changes anything that leaves an entry. */
export function changes({ method, reads, audited }: RouteDefinition): boolean {
  return method !== 'GET' && !reads && audited !== false;
}

/**
 * A snapshot of one thing ($1 its id). It always answers one row. PostgreSQL gives a transaction a number when it first
 * writes or locks something.
 */
function snapshotOf({ name, audit }: Pick<Table, 'name' | 'audit'>): string {
  return `
    select to_jsonb(t) as row, ${audit?.label} as name, pg_current_xact_id_if_assigned() is not null as changed
    from (select) one left join ${name} t on t.id = $1`;
}

function merged(row: Change['before'] | undefined, noted: Change['before'] | undefined): Change['before'] {
  return row || noted ? { ...row, ...noted } : null;
}

function jsonOf(row: Change['before']): string | null {
  return row && JSON.stringify(told(row));
}

function idIn(value: unknown): string | null {
  return value && typeof value === 'object' && 'id' in value && typeof value.id === 'string' ? value.id : null;
}
