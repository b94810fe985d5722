import { Injectable } from '@nestjs/common';
import { Queues } from '../../platform/queues.ts';

export const mailboxesQueue = 'bounce-mailboxes';

/** Wakes the worker up for a mailbox that is due. */
@Injectable()
export class MailboxWakeUps {
  constructor(private readonly queues: Queues) {}

  wake(mailboxId: string): Promise<void> {
    return this.queues.add(mailboxesQueue, { mailboxId }, { once: `read-${mailboxId}` });
  }
}
