import { Injectable } from '@nestjs/common';
import type { AuditEntryView, AuditFilter, auditRoutes } from '@engagex/domain/audit';
import { csvHead, csvLine, invalid, type ParsedInputOf } from '@engagex/domain/shared';
import { currentScope, runInScope, type Scope, TenantDb } from '@engagex/tenancy';
import { pageOf } from '../../platform/http/paging.ts';
import { listEntries } from './audit.queries.ts';

const exportPage = 1_000;

/** An entry as the database answers it. */
type StoredEntry = Omit<AuditEntryView, 'seq' | 'at'> & { readonly seq: string; readonly at: Date };

interface EntryPage {
  readonly items: StoredEntry[];
  readonly nextCursor: string | null;
}

/** Reads the audit log. Nothing here writes: an entry is part of the change it tells of. */
@Injectable()
export class AuditService {
  constructor(private readonly db: TenantDb) {}

  async list({ cursor, limit, ...filter }: ParsedInputOf<typeof auditRoutes.list>) {
    return this.#page(filter, readCursor(cursor), limit);
  }

  /** Lines of CSV, a page at a time, each in its own short transaction. */
  csv(filter: AuditFilter): AsyncGenerator<string> {
    return this.#lines(currentScope(), filter); // what a slow reader asks for later is asked outside of the request
  }

  async *#lines(scope: Scope, filter: AuditFilter): AsyncGenerator<string> {
    yield csvHead(header);
    let before: number | null = null;
    do {
      const page = await this.#pageIn(scope, filter, before);
      yield page.items.map((entry) => csvLine(cellsOf(entry))).join('');
      before = page.nextCursor === null ? null : Number(page.nextCursor);
    } while (before !== null);
  }

  #pageIn(scope: Scope, filter: AuditFilter, before: number | null): Promise<EntryPage> {
    return runInScope(scope, () => this.db.transaction(() => this.#page(filter, before, exportPage)));
  }

  async #page(filter: AuditFilter, before: number | null, limit: number): Promise<EntryPage> {
    const { sql, parameters } = listEntries(filter, before, limit + 1);
    return pageOf(await this.db.rows<StoredEntry>(sql, parameters), limit, (entry) => entry.seq);
  }
}

const header = [
  'Number',
  'Time',
  'Who',
  'Actor type',
  'Actor ID',
  'Operation',
  'Object type',
  'Thing',
  'Object ID',
  'Before',
  'After',
  'Request ID',
  'Address',
  'Hash',
];

function cellsOf({ seq, at, actor, action, noun, object, before, after, requestId, address, hash }: StoredEntry) {
  return [
    seq,
    at.toISOString(),
    actor.name,
    actor.kind === 'user' ? 'person' : 'key',
    actor.id,
    action,
    noun,
    object.name ?? '',
    object.id ?? '',
    before ? JSON.stringify(before) : '',
    after ? JSON.stringify(after) : '',
    requestId,
    address ?? '',
    hash,
  ];
}

function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor))
    throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
  return Number(cursor);
}
