import { Controller, Res } from '@nestjs/common';
import { exportsRoutes } from '@engagex/domain/contacts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import type { FastifyReply } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ExportsService } from './exports.service.ts';

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
  async download(@Input() { id }: { readonly id: string }, @Res() reply: FastifyReply): Promise<void> {
    const { fileName, content } = await this.exports.open(id);
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .send(content);
  }
}
