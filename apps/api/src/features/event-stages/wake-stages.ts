import { Injectable } from '@nestjs/common';
import { currentScope, runInScope } from '@engagex/tenancy';
import { Queues } from '../../platform/queues.ts';

export const eventStagesQueue = 'event-stages';

/** Longer than jobs of one name count as one, so that the job sees every event committed before it was asked for. */
const gatheringMs = 300;

/** Tells the workers that an organization has events to apply. */
@Injectable()
export class WakeStages {
  constructor(private readonly queues: Queues) {}

  /** Call it once the events are committed. A few times a second is once: events are gathered that long. */
  async wake(organizationId: string): Promise<void> {
    await runInScope({ organizationId, actor: { kind: 'system', name: eventStagesQueue } }, () => this.wakeOwn());
  }

  /** The same for the scope's organization. */
  async wakeOwn(): Promise<void> {
    const { organizationId } = currentScope();
    const at = new Date(Date.now() + gatheringMs); // by the clock of queues, which is not the product's
    await this.queues.add(eventStagesQueue, { organizationId }, { once: organizationId, at });
  }
}
