import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { Queues } from '../../platform/queues.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { importsQueue, ImportWakeUps, importWakeUp } from './imports.jobs.ts';
import { RunImport } from './run-import.ts';

/** Imports of different organizations at the same time; each is one transaction on one connection. */
const concurrency = 2;
const sweepEveryMs = 5_000;

@Injectable()
export class ImportsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly wakeUps: ImportWakeUps,
    private readonly runner: RunImport,
  ) {
    super();
  }

  start(): void {
    this.queues.work(importsQueue, { concurrency }, (payload) => this.runner.run(importWakeUp.parse(payload).importId));
    this.#stopSweep = startSweep({
      name: importsQueue,
      everyMs: sweepEveryMs,
      find: () => this.source.query('select organization_id as "organizationId", id from due_imports()'),
      wake: (id) => this.wakeUps.wakeOnce(id),
      onError: (err) => this.log.error({ err }, 'imports sweep failed; it runs again'),
    });
  }

  /** A large import would keep the process from ending for too long, so it is given back and begun again elsewhere. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
    await this.runner.stop();
  }
}
