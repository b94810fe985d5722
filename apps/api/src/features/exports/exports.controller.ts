import { Controller, Res } from '@nestjs/common';
import { type ExportFormat, exportsRoutes } from '@engagex/domain/contacts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import type { FastifyReply } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ExportsService } from './exports.service.ts';

const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: exportsRoutes.downloadWorkbook.produces,
};

interface OfExport {
  readonly id: string;
}

@Controller()
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Handles(exportsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof exportsRoutes.list>) {
    return this.exports.list(input);
  }

  @Handles(exportsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof exportsRoutes.create>) {
    return this.exports.create(input);
  }

  @Handles(exportsRoutes.download, { transaction: false })
  download(@Input() { id }: OfExport, @Res() reply: FastifyReply): Promise<void> {
    return this.#send(id, 'csv', reply);
  }

  @Handles(exportsRoutes.downloadWorkbook, { transaction: false })
  downloadWorkbook(@Input() { id }: OfExport, @Res() reply: FastifyReply): Promise<void> {
    return this.#send(id, 'xlsx', reply);
  }

  async #send(id: string, format: ExportFormat, reply: FastifyReply): Promise<void> {
    const { fileName, content } = await this.exports.open(id, format);
    void reply
      .header('content-type', mediaTypes[format])
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .send(content);
  }
}
