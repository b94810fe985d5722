import { Injectable } from '@nestjs/common';
import { currentScope, runInScope } from '@engagex/tenancy';
import { Queues } from '../../platform/queues.ts';
import { EventLog } from '../../ports/event-log.ts';

export const eventStagesQueue = 'event-stages';

/** Longer than jobs of one name count as one, so that the job sees every event committed before it was asked for. */
const gatheringMs = 300;
/** A job that was asked for so lately is still to come, and sees what is committed by now. */
const askedMs = 200;

/** Tells the workers that an organization has events to apply. */
@Injectable()
export class WakeStages {
  readonly #asked = new Map<string, number>();

  constructor(
    private readonly queues: Queues,
    log: EventLog,
  ) {
    log.onStored((organizationIds) => {
      for (const id of organizationIds) void this.wake(id);
    });
  }

  /** Call it once the events are committed. It does not throw: a sweep finds what no job was asked for. */
  async wake(organizationId: string): Promise<void> {
    const now = performance.now();
    if (now - (this.#asked.get(organizationId) ?? -Infinity) < askedMs) return;
    if (this.#asked.size > 10_000) this.#asked.clear();
    this.#asked.set(organizationId, now);
    const scope = { organizationId, actor: { kind: 'system', name: eventStagesQueue } } as const;
    await runInScope(scope, () => this.wakeOwn());
  }

  /** The same for the scope's organization, at once. */
  async wakeOwn(): Promise<void> {
    const { organizationId } = currentScope();
    const at = new Date(Date.now() + gatheringMs); // by the clock of queues, which is not the product's
    await this.queues.add(eventStagesQueue, { organizationId }, { once: organizationId, at });
  }
}
