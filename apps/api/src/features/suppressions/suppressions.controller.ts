import { Controller, Req, Res } from '@nestjs/common';
import { Readable } from 'node:stream';
import { invalid, type ParsedInputOf } from '@engagex/domain/shared';
import { suppressionLimits, suppressionsRoutes } from '@engagex/domain/suppressions';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { whileWaited } from '../../platform/http/while-waited.ts';
import { SuppressionsService } from './suppressions.service.ts';

@Controller()
export class SuppressionsController {
  constructor(private readonly suppressions: SuppressionsService) {}

  @Handles(suppressionsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof suppressionsRoutes.list>) {
    return this.suppressions.list(input);
  }

  @Handles(suppressionsRoutes.count)
  count(@Input() input: ParsedInputOf<typeof suppressionsRoutes.count>) {
    return this.suppressions.count(input);
  }

  @Handles(suppressionsRoutes.export, { transaction: false })
  export(@Res() reply: FastifyReply): void {
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="suppressed.csv"')
      .send(Readable.from(this.suppressions.csv()));
  }

  @Handles(suppressionsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof suppressionsRoutes.create>) {
    return this.suppressions.create(input);
  }

  @Handles(suppressionsRoutes.import, { transaction: false })
  async import(@Req() request: FastifyRequest) {
    const part = request.isMultipart()
      ? await request.file({ limits: { fileSize: suppressionLimits.fileBytes } })
      : undefined;
    if (!part)
      throw invalid('suppression.no-file', 'Choose a CSV or Excel file.', [
        { path: ['file'], message: 'Choose a CSV or Excel file.' },
      ]);
    part.file.on('limit', () => part.file.destroy(tooLarge()));
    return whileWaited(request, (gone) => this.suppressions.import(part.filename || 'upload.csv', part.file, gone));
  }

  @Handles(suppressionsRoutes.remove)
  remove(@Input() input: ParsedInputOf<typeof suppressionsRoutes.remove>) {
    return this.suppressions.remove(input);
  }
}

function tooLarge() {
  const megabytes = suppressionLimits.fileBytes / 1024 / 1024;
  return invalid('suppression.too-large', `The file is larger than ${megabytes} MB. Split it into several files.`);
}
