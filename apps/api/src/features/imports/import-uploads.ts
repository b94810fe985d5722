import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { importDelimiters, type importsRoutes } from '@engagex/domain/contacts';
import { invalid, type ParsedInputOf } from '@engagex/domain/shared';
import { currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { type ReadFile, ReadUpload, type SaidOfFile } from '../../platform/csv/read-upload.ts';
import { receiveFile } from '../../platform/csv/receive-file.ts';
import { Files } from '../../ports/files.ts';
import { insertImport, storeFormat } from './imports.queries.ts';
import { assertMay, type StoredImport, StoredImports } from './stored-imports.ts';

/** Files: stored, checked, and read again in another way. */
@Injectable()
export class ImportUploads {
  constructor(
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly reading: ReadUpload,
    private readonly stored: StoredImports,
  ) {}

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
        const made = await this.stored.get(row?.id ?? '');
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
    const found = await this.db.transaction(() => this.stored.get(id)); // no lock: this transaction changes nothing
    assertMay(found, 'rehearsing');
    assertSays(found, said);
    const read = await this.reading.read(found.fileKey, { ...saidAgain(found, said), signal });
    let replaced: StoredImport;
    try {
      replaced = await this.db.transaction(async () => {
        const before = await this.stored.lockFor(id, 'rehearsing');
        await this.db.rows(storeFormat, [id, currentUserId(), ...storedFormat(read)]);
        await this.stored.announced(id);
        return before;
      });
    } catch (error) {
      if (read.rowsKey) await this.files.remove(read.rowsKey);
      throw error;
    }
    if (replaced.rowsKey) await this.files.remove(replaced.rowsKey);
    return this.db.transaction(() => this.stored.get(id));
  }
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
