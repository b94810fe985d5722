import { Injectable } from '@nestjs/common';
import { currentScope } from '@engagex/tenancy';
import { Queues } from '../../platform/queues.ts';

/** A queue and a worker of their own: messages never stand behind campaigns. */
export const messagesQueue = 'messages';

/** Messages of the organization are due; which, the rows say. */
@Injectable()
export class MessageWakeUps {
  constructor(private readonly queues: Queues) {}

  async wake(): Promise<void> {
    await this.queues.add(messagesQueue, {});
  }

  async wakeAt(at: Date): Promise<void> {
    await this.queues.add(messagesQueue, {}, { once: `wait-${currentScope().organizationId}`, at });
  }

  /** From a sweep, which comes again: one such wake-up waits at a time. */
  async wakeOnce(): Promise<void> {
    await this.queues.add(messagesQueue, {}, { once: `sweep-${currentScope().organizationId}` });
  }
}
