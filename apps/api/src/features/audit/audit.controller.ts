import { Controller, Res } from '@nestjs/common';
import { Readable } from 'node:stream';
import { auditRoutes } from '@engagex/domain/audit';
import type { ParsedInputOf } from '@engagex/domain/shared';
import type { FastifyReply } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { AuditService } from './audit.service.ts';

@Controller()
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Handles(auditRoutes.list)
  list(@Input() input: ParsedInputOf<typeof auditRoutes.list>) {
    return this.audit.list(input);
  }

  @Handles(auditRoutes.export, { transaction: false })
  export(@Input() filter: ParsedInputOf<typeof auditRoutes.export>, @Res() reply: FastifyReply): void {
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="audit-log.csv"')
      .send(Readable.from(this.audit.csv(filter)));
  }
}
