import { Controller, Req, Res } from '@nestjs/common';
import { Readable } from 'node:stream';
import { cellKindWords, importLimits, importsRoutes } from '@engagex/domain/contacts';
import { csvHead, csvLine, DomainError, invalid, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { whileWaited } from '../../platform/http/while-waited.ts';
import { ImportRows } from './import-rows.ts';
import { ImportUploads } from './import-uploads.ts';
import { ImportsService } from './imports.service.ts';
import { StoredImports } from './stored-imports.ts';

const downloadPage = 1_000;

interface OfImport {
  readonly id: string;
}

@Controller()
export class ImportsController {
  constructor(
    private readonly db: TenantDb,
    private readonly stored: StoredImports,
    private readonly uploads: ImportUploads,
    private readonly imports: ImportsService,
    private readonly rows: ImportRows,
  ) {}

  @Handles(importsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof importsRoutes.list>) {
    return this.stored.list(input);
  }

  @Handles(importsRoutes.upload, { transaction: false })
  async upload(@Req() request: FastifyRequest) {
    const part = request.isMultipart() ? await request.file() : undefined;
    if (!part)
      throw invalid('import.no-file', 'Choose a CSV or Excel file to upload.', [
        { path: ['file'], message: 'Choose a CSV or Excel file.' },
      ]);
    try {
      const stored = await whileWaited(request, (gone) =>
        this.uploads.upload(part.filename || 'upload.csv', part.file, gone),
      );
      if (part.file.truncated) throw tooLarge();
      return stored;
    } catch (error) {
      throw part.file.truncated ? tooLarge() : error;
    }
  }

  @Handles(importsRoutes.get)
  get(@Input() { id }: OfImport) {
    return this.stored.get(id);
  }

  @Handles(importsRoutes.reread, { transaction: false })
  reread(@Input() input: ParsedInputOf<typeof importsRoutes.reread>, @Req() request: FastifyRequest) {
    return whileWaited(request, (gone) => this.uploads.reread(input, gone));
  }

  @Handles(importsRoutes.rehearse)
  rehearse(@Input() input: ParsedInputOf<typeof importsRoutes.rehearse>) {
    return this.imports.rehearse(input);
  }

  @Handles(importsRoutes.cells)
  cells(@Input() input: ParsedInputOf<typeof importsRoutes.cells>) {
    return this.rows.cells(input);
  }

  @Handles(importsRoutes.undo)
  undo(@Input() { id }: OfImport) {
    return this.imports.undo(id);
  }

  @Handles(importsRoutes.kept)
  kept(@Input() input: ParsedInputOf<typeof importsRoutes.kept>) {
    return this.rows.kept(input);
  }

  @Handles(importsRoutes.start)
  start(@Input() input: ParsedInputOf<typeof importsRoutes.start>) {
    return this.imports.start(input);
  }

  @Handles(importsRoutes.cancel)
  cancel(@Input() { id }: OfImport) {
    return this.imports.cancel(id);
  }

  @Handles(importsRoutes.rejections)
  rejections(@Input() input: ParsedInputOf<typeof importsRoutes.rejections>) {
    return this.rows.rejections(input);
  }

  /** Streamed a page at a time, each in its own short transaction. */
  @Handles(importsRoutes.downloadRejections, { transaction: false })
  async downloadRejections(@Input() { id }: OfImport, @Res() reply: FastifyReply): Promise<void> {
    const { columns } = await this.db.transaction(() => this.stored.get(id));
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="rejected-rows.csv"')
      .send(Readable.from(this.#lines(id, columns)));
  }

  @Handles(importsRoutes.downloadCells, { transaction: false })
  async downloadCells(@Input() { id }: OfImport, @Res() reply: FastifyReply): Promise<void> {
    const { columns } = await this.db.transaction(() => this.stored.get(id));
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="cells.csv"')
      .send(Readable.from(this.#cellLines(id, columns)));
  }

  async *#cellLines(id: string, columns: readonly string[]): AsyncGenerator<string> {
    yield csvLine(['Line', 'Email', 'Column', 'Value', 'What happened', 'Why']);
    let cursor: string | undefined;
    do {
      const page = await this.db.transaction(() => this.rows.cells({ id, cursor, limit: downloadPage }));
      for (const { line, email, column, value, kind, reason } of page.items)
        yield csvLine([line, email, columns[column] ?? '', value, cellKindWords[kind], reason]);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }

  async *#lines(id: string, columns: readonly string[]): AsyncGenerator<string> {
    yield csvHead(['Line', 'Reason', ...columns]);
    let cursor: string | undefined;
    do {
      const page = await this.db.transaction(() => this.rows.rejections({ id, cursor, limit: downloadPage }));
      for (const { line, reason, row } of page.items) yield csvLine([line, reason, ...row]);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }
}

function tooLarge(): DomainError {
  const megabytes = importLimits.fileBytes / 1024 / 1024;
  return new DomainError(
    'invalid',
    'import.too-large',
    `The file is larger than ${megabytes} MB. Split it into several files.`,
  );
}
