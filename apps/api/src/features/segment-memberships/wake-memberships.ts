import { Injectable } from '@nestjs/common';
import { afterCommit, currentScope, type TenantDb } from '@engagex/tenancy';
import { Queues } from '../../platform/queues.ts';

export const segmentMembershipsQueue = 'segment-memberships';

/** Tells the workers that contacts of the scope's organization were touched, where waiting for the sweep would be too long. */
@Injectable()
export class WakeMemberships {
  constructor(private readonly queues: Queues) {}

  /** When this transaction, which changed contacts, commits: if a watched segment asks for what it changed. */
  async afterCommit(tx: TenantDb): Promise<void> {
    if (await tx.row('select 1 from segment_touches limit 1')) afterCommit(() => this.wakeOwn());
  }

  /** Once the changes are committed. It does not throw: a sweep finds what no job was asked for. */
  async wakeOwn(): Promise<void> {
    const { organizationId } = currentScope();
    await this.queues.add(segmentMembershipsQueue, { organizationId }, { once: organizationId });
  }
}
