import { Injectable } from '@nestjs/common';
import { Queues } from '../../platform/queues.ts';

export const linkHostsQueue = 'link-hosts';

/** Wakes the worker up for a host that is new. */
@Injectable()
export class LinkHostWakeUps {
  constructor(private readonly queues: Queues) {}

  wake(linkHostId: string): Promise<void> {
    return this.queues.add(linkHostsQueue, { linkHostId }, { once: `check-${linkHostId}` });
  }
}
