import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  type AttributeType,
  canMoveImport,
  importDelimiters,
  importMapping,
  type importsRoutes,
  type ImportStatus,
  type ImportView,
  type ImportReading,
  type MappedFile,
  openQuestions,
  questionInWords,
  styleIn,
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
import { GroupsService } from '../contacts/index.ts';
import { receiveFile } from '../../platform/csv/receive-file.ts';
import { importColumns, insertImport, queueImport, storeFormat } from './imports.queries.ts';
import { listKept } from './undo-import.queries.ts';
import { type ReadFile, ReadUpload, type SaidOfFile } from '../../platform/csv/read-upload.ts';

export const importsQueue = 'imports';
const prefix = 'attribute:';
const longestLabel = 100;

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
type Chosen = Pick<
  StoredImport,
  'mapping' | 'reading' | 'newAttributes' | 'groupId' | 'newGroupName' | 'consent' | 'roundedIds' | 'sharedIds'
>;
type CellView = OutputOf<typeof importsRoutes.cells>['items'][number];
type KeptView = OutputOf<typeof importsRoutes.kept>['items'][number];

interface Rejection {
  readonly line: string;
  readonly kind: 'invalid' | 'duplicate' | 'hidden' | 'unsubscribed';
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
      const values = [fileName.slice(0, 200), fileKey, bytes, hash, currentUserId(), ...storedFormat(read)];
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
    const read = await this.reading.read(found.fileKey, { ...saidAgain(found, said), signal });
    let replaced: StoredImport;
    try {
      replaced = await this.db.transaction(async () => {
        const before = await this.#lockFor(id, 'rehearsing');
        await this.db.rows(storeFormat, [id, currentUserId(), ...storedFormat(read)]);
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
    assertEncodingIsKnown(found);
    const chosen = await this.#choose(found, choices);
    if (chosen.newGroupName !== null) await this.groups.assertNameIsFree(chosen.newGroupName);
    return this.#queue(found, 'rehearsing', { ...chosen, rehearsal: null });
  }

  /** As rehearsed, unless told otherwise; then the rehearsal says nothing about it any more. */
  async start({ id, ...choices }: ParsedInputOf<typeof importsRoutes.start>): Promise<StoredImport> {
    const found = await this.#lockFor(id, 'queued');
    assertEncodingIsKnown(found);
    const chosen = await this.#choose(found, choices);
    const isRehearsed = JSON.stringify(chosen) === JSON.stringify(chosenIn(found));
    const groupId = chosen.newGroupName ? (await this.groups.create(chosen.newGroupName)).id : chosen.groupId;
    return this.#queue(found, 'queued', { ...chosen, groupId, rehearsal: isRehearsed ? found.rehearsal : null });
  }

  async #choose(found: StoredImport, choices: Choices): Promise<Chosen> {
    const isGroupChosen = choices.groupId !== undefined || choices.newGroupName !== undefined;
    const mapping = checkedMapping(found, choices.mapping ?? found.mapping);
    const { newAttributes, types } = await this.#attributesOf(
      found,
      mapping,
      choices.newAttributes ?? found.newAttributes,
    );
    await keepReferences(this.db);
    if (choices.groupId !== undefined) await this.groups.get(choices.groupId);
    const stays = choices.mapping === undefined && !isGroupChosen; // a mapping comes with its group, or with none
    return {
      mapping,
      reading: readingOf({ found, mapping, types, reading: { ...found.reading, ...choices.reading } }),
      newAttributes,
      groupId: choices.newGroupName ? null : (choices.groupId ?? (stays ? found.groupId : null)),
      newGroupName: choices.newGroupName ?? (stays ? found.newGroupName : null),
      consent: choices.consent ?? found.consent,
      roundedIds: choices.roundedIds ?? found.roundedIds,
      sharedIds: choices.sharedIds ?? found.sharedIds,
    };
  }

  /** Attributes that the columns become: what has values has their type; new ones have what was chosen, or what they hold. */
  async #attributesOf(
    { columns, facts }: StoredImport,
    mapping: StoredImport['mapping'],
    wanted: Chosen['newAttributes'],
  ) {
    const defined = await this.db.rows<{ name: string; type: AttributeType }>(
      'select name, type from attribute_definitions where name = any ($1)',
      [mapping.filter((target) => target.startsWith(prefix)).map((target) => target.slice(prefix.length))],
    );
    const types = new Map(defined.map(({ name, type }) => [name, type]));
    const newAttributes = mapping.flatMap((target, index): Chosen['newAttributes'] => {
      if (!target.startsWith(prefix)) return [];
      const name = target.slice(prefix.length);
      const chosen = wanted.find((each) => each.name === name);
      if (chosen || types.has(name)) return chosen ? [chosen] : [];
      return [{ name, label: (columns[index] ?? name).slice(0, longestLabel), type: facts?.[index]?.type ?? 'text' }];
    });
    const other = defined.find(({ name, type }) =>
      newAttributes.some((each) => each.name === name && each.type !== type),
    );
    for (const { name, type } of newAttributes) types.set(name, type);
    if (!other) return { newAttributes, types };
    const message = `There is already an attribute ${other.name}, of type ${other.type}. Choose it, or another name.`;
    throw invalid('import.attribute-type', message, [{ path: ['newAttributes'], message }]);
  }

  async #queue(
    { id }: StoredImport,
    status: ImportStatus,
    chosen: Chosen & Pick<StoredImport, 'rehearsal'>,
  ): Promise<StoredImport> {
    const { mapping, reading, newAttributes, groupId, newGroupName, consent, rehearsal, roundedIds, sharedIds } =
      chosen;
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
      JSON.stringify(reading),
      roundedIds,
      sharedIds,
    ]);
    return this.#woken(id);
  }

  /** The worker carries it out; see undo-import.ts. */
  async undo(id: string): Promise<StoredImport> {
    const { undoUntil } = await this.#lockFor(id, 'undoing');
    if (!undoUntil || new Date(undoUntil) < this.clock.now()) {
      const message = `An import can be undone for ${undoDays} days. This one can no longer be undone.`;
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

  async cells({ id, cursor, limit }: ParsedInputOf<typeof importsRoutes.cells>) {
    await this.get(id);
    const rows = await this.db.rows<CellView>(
      `select id, line, column_number as "column", kind, value, reason, email_key as email from import_cells
       where import_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
      [id, readCursor(cursor), limit + 1],
    );
    return pageOf(rows, limit, (row) => row.id);
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

function chosenIn(found: StoredImport): Chosen {
  const { mapping, reading, newAttributes, groupId, newGroupName, consent, roundedIds, sharedIds } = found;
  return { mapping, reading: inOrder(reading), newAttributes, groupId, newGroupName, consent, roundedIds, sharedIds };
}

/** JSON from the database has its keys in an order of its own. */
function inOrder({ decimalMark, dayOrder, phoneCountry, mailValues, everyone }: ImportReading): ImportReading {
  return {
    decimalMark,
    dayOrder,
    phoneCountry,
    mailValues: mailValues.map(({ column, value, means }) => ({ column, value, means })),
    everyone,
  };
}

interface Mapped {
  readonly found: StoredImport;
  readonly mapping: StoredImport['mapping'];
  readonly types: MappedFile['types'];
  readonly reading: ImportReading;
}

/**
 * How the values are read, with what the file itself shows. Throws `import.unclear` while it is not known who in the file
 * wants no mail, or what a number or a date is: nobody is imported as subscribed by a guess.
 */
function readingOf({ found, mapping, types, reading }: Mapped): ImportReading {
  const { columns, facts, fileName, sheets } = found;
  if (!facts)
    throw conflict('import.read-again', 'This file was uploaded before an upgrade. Upload it again to import it.');
  const file = { fileName, isWorkbook: sheets !== null, columns, mapping, facts, reading, types };
  const questions = openQuestions(file);
  if (questions.length === 0) {
    const { decimalMark, dayOrder } = styleIn(file);
    return inOrder({ ...reading, decimalMark, dayOrder });
  }
  const errors = questions.map((question) => ({
    path: 'column' in question ? ['mapping', String(question.column)] : ['reading', question.about],
    message: questionInWords(question, columns),
  }));
  throw invalid('import.unclear', errors.map(({ message }) => message).join(' '), errors);
}

/** In the order of the statements that store it. */
function storedFormat(read: ReadFile): unknown[] {
  const { encoding, delimiter, sheets, sheet, rowsKey, headerLine, includeHidden } = read;
  const format = [encoding, delimiter, sheets, sheet, rowsKey, headerLine, includeHidden];
  const { rows, columns, sample, mapping, facts, fileNotes } = read;
  return [...format, rows, columns, ...[sample, mapping, facts, fileNotes].map((value) => JSON.stringify(value))];
}

type Said = Omit<ParsedInputOf<typeof importsRoutes.reread>, 'id'>;

/** What is not said stays; a header is looked for again where the rows may be others. */
function saidAgain(found: StoredImport, said: Said): SaidOfFile {
  const isOther = (['encoding', 'delimiter', 'sheet'] as const).some(
    (key) => said[key] !== undefined && said[key] !== found[key],
  );
  const headerLine = said.headerLine === undefined && !isOther ? found.headerLine : said.headerLine;
  const includeHidden = said.includeHidden ?? found.includeHidden;
  if (found.sheets) return { sheet: said.sheet ?? found.sheet ?? undefined, headerLine, includeHidden };
  const delimiter = said.delimiter ?? importDelimiters.find((each) => each === found.delimiter);
  const encoding = said.encoding ?? (found.fileNotes.encodings ? undefined : found.encoding); // not sure stays not sure
  return { encoding, delimiter, headerLine, includeHidden };
}

/** A workbook is read by its sheets, any other file by encoding and delimiter. */
function assertSays({ sheets }: StoredImport, { sheet, encoding, delimiter, includeHidden }: Said): void {
  if (!sheets && (sheet !== undefined || includeHidden !== undefined))
    throw invalid('import.no-sheets', 'This file is no workbook, so it has neither sheets nor hidden rows.');
  if (sheets && (encoding !== undefined || delimiter !== undefined))
    throw invalid('import.is-workbook', 'This file is an Excel workbook. Choose one of its sheets.');
}

/** Names that may be read wrongly are not imported before somebody has looked at them. */
function assertEncodingIsKnown({ fileNotes }: StoredImport): void {
  if (!fileNotes.encodings) return;
  const likely = fileNotes.encodings.map(({ encoding }) => encoding).join(', ');
  throw conflict(
    'import.encoding-unsure',
    `Several encodings fit this file: ${likely}. Choose the one that shows the names correctly.`,
  );
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
