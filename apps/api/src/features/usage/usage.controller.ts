import { Controller, Res } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { usageRoutes } from '@engagex/domain/usage';
import type { FastifyReply } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { UsageService } from './usage.service.ts';

@Controller()
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  @Handles(usageRoutes.days)
  days(@Input() input: ParsedInputOf<typeof usageRoutes.days>) {
    return this.usage.days(input);
  }

  @Handles(usageRoutes.hours)
  hours(@Input() input: ParsedInputOf<typeof usageRoutes.hours>) {
    return this.usage.hours(input);
  }

  @Handles(usageRoutes.entries)
  entries(@Input() input: ParsedInputOf<typeof usageRoutes.entries>) {
    return this.usage.entries(input);
  }

  @Handles(usageRoutes.file, { transaction: false })
  async file(@Input() input: ParsedInputOf<typeof usageRoutes.file>, @Res() reply: FastifyReply): Promise<void> {
    const lines = await this.usage.csv(input);
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="usage-${input.from}-${input.to}.csv"`)
      .send(Readable.from(lines));
  }
}
