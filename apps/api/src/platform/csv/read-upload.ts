import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { importLimits } from '@engagex/domain/contacts';
import { currentScope } from '@engagex/tenancy';
import { assertNoPassword, isZip } from '../workbooks/recognize.ts';
import { WorkbookReader } from '../workbooks/workbook-reader.ts';
import { Files } from '../../ports/files.ts';
import type { CsvFormat } from './read-csv.ts';
import { type FileFormat, readRaw } from './read-rows.ts';
import { headOf, type SaidOfList, type ScannedRows, scanFile, scanRows } from './scan-file.ts';

/** A file that was looked at from its beginning to its end. */
export interface ReadFile extends FileFormat, ScannedRows {
  /** The sheets of a workbook. */
  readonly sheets: readonly string[] | null;
  /** Where the rows of the chosen one are. */
  readonly rowsKey: string | null;
}

/** What is said about a file; the rest is found out. */
export interface SaidOfFile extends Partial<CsvFormat>, SaidOfList {
  readonly sheet?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const sheetLimits = {
  columns: importLimits.columns,
  characters: importLimits.fieldCharacters + 1, // so that one too many is seen
  textBytes: importLimits.fileBytes,
};

/**
 * Reads an upload, whatever it is. The rows of a workbook are taken out of it once and kept beside it, so that rehearsals
 * and runs read them as they read any file.
 */
@Injectable()
export class ReadUpload {
  constructor(
    private readonly files: Files,
    private readonly workbooks: WorkbookReader,
  ) {}

  async read(fileKey: string, said: SaidOfFile = {}): Promise<ReadFile> {
    const head = await headOf(await this.files.read(fileKey));
    if (isZip(head)) return this.#readWorkbook(fileKey, said);
    await assertNoPassword(head, () => this.files.read(fileKey));
    const scanned = await scanFile(() => this.files.read(fileKey), said);
    return { ...scanned, sheets: null, sheet: null, rowsKey: null };
  }

  async #readWorkbook(fileKey: string, { sheet: wanted, signal, ...said }: SaidOfFile): Promise<ReadFile> {
    const rowsKey = `${currentScope().organizationId}/imports/${randomUUID()}.rows`;
    const workbook = await this.files.read(fileKey);
    const reading = { workbook, sheet: wanted ?? null, limits: sheetLimits, signal };
    try {
      const { sheets, sheet } = await this.workbooks.read(reading, (rows) => this.files.write(rowsKey, rows));
      const format = { encoding: 'utf-8', delimiter: ',', sheet } as const;
      const rows = readRaw(await this.files.read(rowsKey), format);
      const scanned = await scanRows(rows, { ...said, isSheet: true });
      return { ...format, ...scanned, sheets, rowsKey };
    } catch (error) {
      await this.files.remove(rowsKey);
      throw error;
    }
  }
}
