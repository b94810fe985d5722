import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../../platform/job-failures.ts';
import { LOGGER } from '../../../platform/tokens.ts';
import { Work } from '../../../platform/work.ts';
import { PurgeOrganization } from '../purge-organization.ts';

const queue = 'organization-deletions';
const sweepEveryMs = 10_000;

@Injectable()
export class OrganizationDeletionsWorker extends Work {
  readonly #stopping = new AbortController();
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly purger: PurgeOrganization,
  ) {
    super();
  }

  start(): void {
    this.#stopSweep = startSweep({
      name: queue,
      everyMs: sweepEveryMs,
      find: () => this.source.query('select organization_id as "organizationId", id from due_organization_deletions()'),
      wake: (id) => this.#purge(id),
      onError: (err) => this.failures.sweepFailed(queue, err),
    });
  }

  /** A purge under way ends with the rows it is at; the next worker goes on. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#stopSweep();
  }

  /** One that fails must not keep the others waiting. */
  async #purge(organizationId: string): Promise<void> {
    try {
      // Nobody is a member any more who could be told, so the health check reports it to the operator.
      const watched = { queue, subject: organizationId, giveUp: async () => {} };
      await this.failures.watch(watched, () => this.purger.purge(this.#stopping.signal));
    } catch (err) {
      this.log.error({ err, organizationId }, 'an organization could not be deleted yet; the next sweep tries again');
    }
  }
}
