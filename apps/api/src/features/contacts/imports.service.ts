import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  canMoveImport,
  importMapping,
  type importsRoutes,
  type ImportStatus,
  type ImportView,
  undoDays,
} from '@engagex/domain/contacts';
import { conflict, invalid, notFound, type OutputOf, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { Clock } from '../../ports/clock.ts';
import { Files } from '../../ports/files.ts';
import { keepReferences } from '../references/index.ts';
import { GroupsService } from './groups.service.ts';
import { receiveFile } from './receive-file.ts';
import { importColumns, insertImport, queueImport, storeFormat } from './imports.queries.ts';
import { listKept } from './undo-import.queries.ts';
import { type ReadFile, ReadUpload } from './read-upload.ts';

export const importsQueue = 'imports';

/** An import as it is stored. */
export interface StoredImport extends ImportView {
  readonly fileKey: string;
  /** Where the rows of a workbook's sheet are. */
  readonly rowsKey: string | null;
  readonly attempts: number;
  /** Those of earlier steps. */
  readonly attemptsBefore: number;
  readonly createdById: string | null;
}

type Choices = Omit<ParsedInputOf<typeof importsRoutes.start>, 'id'>;
type Chosen = Pick<StoredImport, 'mapping' | 'newAttributes' | 'groupId' | 'newGroupName' | 'consent'>;
type KeptView = OutputOf<typeof importsRoutes.kept>['items'][number];

interface Rejection {
  readonly line: string;
  readonly kind: 'invalid' | 'duplicate' | 'unsubscribed';
  readonly reason: string;
  readonly row: string[];
}

@Injectable()
export class ImportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly files: Files,
    private readonly reading: ReadUpload,
    private readonly queues: Queues,
    private readonly groups: GroupsService,
    private readonly clock: Clock,
  ) {}

  async list({ cursor, limit }: ParsedInputOf<typeof importsRoutes.list>) {
    const rows = await this.db.rows<StoredImport>(
      `select ${importColumns} from imports where ($1::uuid is null or id < $1) order by id desc limit $2`,
      [readCursor(cursor), limit + 1],
    );
    return pageOf(rows, limit, (row) => row.id);
  }

  async get(id: string): Promise<StoredImport> {
    const found = await this.db.row<StoredImport>(`select ${importColumns} from imports where id = $1`, [id]);
    if (!found) throw notFound('import');
    return found;
  }

  /** Stores and checks a file; a malformed one is refused and leaves nothing behind. Opens its own transaction. */
  async upload(fileName: string, content: Readable, signal?: AbortSignal): Promise<StoredImport> {
    const fileKey = `${currentScope().organizationId}/imports/${randomUUID()}${/\.xlsx$/i.test(fileName) ? '.xlsx' : '.csv'}`;
    const { bytes, hash } = await receiveFile(this.files, fileKey, content);
    let rowsKey: string | null = null;
    try {
      const read = await this.reading.read(fileKey, { signal });
      ({ rowsKey } = read);
      const values = [fileName.slice(0, 200), fileKey, bytes, hash, ...stored(read), currentUserId()];
      return await this.db.transaction(async () => {
        const row = await this.db.row<{ id: string }>(insertImport, values);
        const made = await this.get(row?.id ?? '');
        noteAudit({ objectId: made.id });
        return made;
      });
    } catch (error) {
      for (const key of [fileKey, rowsKey]) if (key) await this.files.remove(key);
      throw error;
    }
  }

  /** Reads the file again as told. Opens its own transactions: a big file takes seconds. */
  async reread(
    { id, ...said }: ParsedInputOf<typeof importsRoutes.reread>,
    signal?: AbortSignal,
  ): Promise<StoredImport> {
    const found = await this.db.transaction(() => this.get(id)); // no lock: this transaction changes nothing
    assertMay(found, 'rehearsing');
    assertSays(found, said);
    const { encoding, delimiter } = { ...found, ...said };
    const read = await this.reading.read(found.fileKey, { encoding, delimiter, sheet: said.sheet, signal });
    let replaced: StoredImport;
    try {
      replaced = await this.db.transaction(async () => {
        const before = await this.#lockFor(id, 'rehearsing');
        await this.db.rows(storeFormat, [id, ...stored(read), currentUserId()]);
        await this.#announced(id);
        return before;
      });
    } catch (error) {
      if (read.rowsKey) await this.files.remove(read.rowsKey);
      throw error;
    }
    if (replaced.rowsKey) await this.files.remove(replaced.rowsKey);
    return this.db.transaction(() => this.get(id));
  }

  async rehearse({ id, ...choices }: ParsedInputOf<typeof importsRoutes.rehearse>): Promise<StoredImport> {
    const found = await this.#lockFor(id, 'rehearsing');
    const chosen = await this.#choose(found, choices);
    if (chosen.newGroupName !== null) await this.groups.assertNameIsFree(chosen.newGroupName);
    return this.#queue(found, 'rehearsing', { ...chosen, rehearsal: null });
  }

  /** As rehearsed, unless told otherwise; then the rehearsal says nothing about it any more. */
  async start({ id, ...choices }: ParsedInputOf<typeof importsRoutes.start>): Promise<StoredImport> {
    const found = await this.#lockFor(id, 'queued');
    const chosen = await this.#choose(found, choices);
    const isRehearsed = JSON.stringify(chosen) === JSON.stringify(chosenIn(found));
    const groupId = chosen.newGroupName ? (await this.groups.create(chosen.newGroupName)).id : chosen.groupId;
    return this.#queue(found, 'queued', { ...chosen, groupId, rehearsal: isRehearsed ? found.rehearsal : null });
  }

  async #choose(found: StoredImport, choices: Choices): Promise<Chosen> {
    const isGroupChosen = choices.groupId !== undefined || choices.newGroupName !== undefined;
    const mapping = checkedMapping(found, choices.mapping ?? found.mapping);
    const newAttributes = choices.newAttributes ?? found.newAttributes;
    await this.#assertTypesAgree(newAttributes);
    await keepReferences(this.db);
    if (choices.groupId !== undefined) await this.groups.get(choices.groupId);
    const stays = choices.mapping === undefined && !isGroupChosen; // a mapping comes with its group, or with none
    return {
      mapping,
      newAttributes: newAttributes.filter(({ name }) => mapping.includes(`attribute:${name}`)),
      groupId: choices.newGroupName ? null : (choices.groupId ?? (stays ? found.groupId : null)),
      newGroupName: choices.newGroupName ?? (stays ? found.newGroupName : null),
      consent: choices.consent ?? found.consent,
    };
  }

  /** What has values has their type. */
  async #assertTypesAgree(wanted: Chosen['newAttributes']): Promise<void> {
    const defined = await this.db.rows<{ name: string; type: string }>(
      'select name, type from attribute_definitions where name = any ($1)',
      [wanted.map(({ name }) => name)],
    );
    const other = defined.find(({ name, type }) => wanted.some((each) => each.name === name && each.type !== type));
    if (!other) return;
    const message = `There is already an attribute ${other.name}, of type ${other.type}. Choose it, or another name.`;
    throw invalid('import.attribute-type', message, [{ path: ['newAttributes'], message }]);
  }

  async #queue(
    { id }: StoredImport,
    status: ImportStatus,
    chosen: Chosen & Pick<StoredImport, 'rehearsal'>,
  ): Promise<StoredImport> {
    const { mapping, newAttributes, groupId, newGroupName, consent, rehearsal } = chosen;
    await this.db.rows(queueImport, [
      id,
      status,
      JSON.stringify(mapping),
      JSON.stringify(newAttributes),
      groupId,
      newGroupName,
      consent,
      rehearsal && JSON.stringify(rehearsal),
      currentUserId(),
    ]);
    return this.#woken(id);
  }

  /** The worker carries it out; see undo-import.ts. */
  async undo(id: string): Promise<StoredImport> {
    const { undoUntil } = await this.#lockFor(id, 'undoing');
    if (!undoUntil || new Date(undoUntil) < this.clock.now()) {
      const message = `An import can be undone for ${undoDays} days. What this one changed is no longer remembered.`;
      throw conflict('import.undo-over', message);
    }
    await this.db.rows(
      `update imports set status = 'undoing', attempts_before = attempts, heartbeat_at = null, processed = 0,
         updated_at = now(), updated_by_id = $2 where id = $1`,
      [id, currentUserId()],
    );
    return this.#woken(id);
  }

  async kept({ id, cursor, limit }: ParsedInputOf<typeof importsRoutes.kept>) {
    await this.get(id);
    const rows = await this.db.rows<KeptView>(listKept, [id, readCursor(cursor), limit + 1]);
    return pageOf(rows, limit, (row) => row.contactId);
  }

  /** A worker under way notices and rolls everything back. */
  async cancel(id: string): Promise<StoredImport> {
    await this.#lockFor(id, 'cancelled');
    await this.db.rows(
      `update imports set status = 'cancelled', finished_at = now(), updated_at = now(), updated_by_id = $2,
         processed = 0, created = 0, updated = 0, unchanged = 0, rejected = 0 where id = $1`,
      [id, currentUserId()],
    );
    return this.#announced(id);
  }

  async rejections({ id, cursor, limit, kind }: ParsedInputOf<typeof importsRoutes.rejections>) {
    await this.get(id);
    const after = cursor === undefined ? 0 : Number(cursor);
    if (!Number.isSafeInteger(after))
      throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
    const rows = await this.db.rows<Rejection>(
      `select line, kind, reason, row from import_rejections where import_id = $1 and line > $2
         and (case when $4::text is null then kind <> 'unsubscribed' else kind = $4 end) order by line limit $3`,
      [id, after, limit + 1, kind ?? null],
    );
    return pageOf(rows, limit, (row) => row.line);
  }

  async #lockFor(id: string, to: ImportStatus): Promise<StoredImport> {
    const found = await this.db.row<StoredImport>(`select ${importColumns} from imports where id = $1 for update`, [
      id,
    ]);
    if (!found) throw notFound('import');
    assertMay(found, to);
    return found;
  }

  async #woken(id: string): Promise<StoredImport> {
    afterCommit(() => this.queues.add(importsQueue, { importId: id }));
    return this.#announced(id);
  }

  async #announced(id: string): Promise<StoredImport> {
    afterCommit(() => this.live.publish('imports', id));
    return this.get(id);
  }
}

function chosenIn({ mapping, newAttributes, groupId, newGroupName, consent }: StoredImport): Chosen {
  return { mapping, newAttributes, groupId, newGroupName, consent };
}

/** In the order of the statements that store it. */
function stored(read: ReadFile): unknown[] {
  const { encoding, delimiter, sheets, sheet, rowsKey, rows, columns, sample, mapping } = read;
  const format = [encoding, delimiter, sheets, sheet, rowsKey];
  return [...format, rows, columns, JSON.stringify(sample), JSON.stringify(mapping)];
}

type Said = Pick<ParsedInputOf<typeof importsRoutes.reread>, 'encoding' | 'delimiter' | 'sheet'>;

/** A workbook is read by its sheets, any other file by encoding and delimiter. */
function assertSays({ sheets }: StoredImport, { sheet, encoding, delimiter }: Said): void {
  if (!sheets && sheet !== undefined)
    throw invalid('import.no-sheets', 'This file is no workbook, so there is no sheet to choose.');
  if (sheets && (encoding !== undefined || delimiter !== undefined || sheet === undefined))
    throw invalid('import.is-workbook', 'This file is a workbook. Choose one of its sheets.');
}

function checkedMapping(found: StoredImport, mapping: StoredImport['mapping']): StoredImport['mapping'] {
  const { columns } = found;
  const message =
    mapping.length === columns.length
      ? importMapping.safeParse(mapping).error?.issues[0]?.message
      : `The file has ${columns.length} columns, but ${mapping.length} were assigned.`;
  if (message) throw invalid('import.mapping', message, [{ path: ['mapping'], message }]);
  return mapping;
}

function assertMay({ status }: StoredImport, to: ImportStatus): void {
  if (canMoveImport(status, to)) return;
  const message =
    to === 'undoing'
      ? `Only a finished import can be undone; this one is ${status}.`
      : `This import is already ${status === 'ready' ? 'waiting' : status}.`;
  throw conflict('import.wrong-status', message);
}
