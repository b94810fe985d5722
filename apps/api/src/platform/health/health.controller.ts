import { Controller, Get, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import { Draining } from '../draining.ts';
import { Public } from '../http/handles.ts';
import { JobFailures, mostFailures } from '../job-failures.ts';
import { CONFIG } from '../tokens.ts';

@Controller('health')
export class HealthController {
  constructor(
    private readonly source: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly failures: JobFailures,
    private readonly draining: Draining,
  ) {}

  @Get('live')
  @Public('the supervisor asks without signing in')
  live() {
    return { status: 'ok' };
  }

  /** Ready when the database answers, until it is told to stop. */
  @Get('ready')
  @Public('the balancer asks without signing in')
  async ready() {
    if (this.draining.isDraining) throw new DomainError('unavailable', 'health.stopping', 'This process is stopping.');
    try {
      await this.source.query('select 1');
    } catch (cause) {
      throw new DomainError('unavailable', 'health.database', 'The database does not answer.', { cause });
    }
    return { status: 'ok', instance: this.config.INSTANCE_ID };
  }

  /** Whether the work of any organization fails again and again, and with the worker asked, its sweeps. Says no more than which. */
  @Get('work')
  @Public('a monitor asks without signing in')
  async work() {
    const jobs: { queue: string; since: Date }[] = await this.source.query(
      'select queue, since from failing_work($1)',
      [mostFailures],
    );
    const failing = [...jobs, ...this.failures.failingSweeps()].map(
      ({ queue, since }) => `${queue} (since ${since.toISOString()})`,
    );
    if (failing.length > 0)
      throw new DomainError(
        'unavailable',
        'health.work',
        `Jobs keep failing: ${failing.join(', ')}. See the worker log.`,
      );
    return { status: 'ok' };
  }
}
