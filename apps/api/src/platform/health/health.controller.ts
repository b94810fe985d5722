import { Controller, Get, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import { Public } from '../http/handles.ts';
import { CONFIG } from '../tokens.ts';

@Controller('health')
export class HealthController {
  constructor(
    private readonly source: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('live')
  @Public('the supervisor asks without signing in')
  live() {
    return { status: 'ok' };
  }

  /** Ready when the database answers. */
  @Get('ready')
  @Public('the balancer asks without signing in')
  async ready() {
    try {
      await this.source.query('select 1');
    } catch (cause) {
      throw new DomainError('unavailable', 'health.database', 'The database does not answer.', { cause });
    }
    return { status: 'ok', instance: this.config.INSTANCE_ID };
  }
}
