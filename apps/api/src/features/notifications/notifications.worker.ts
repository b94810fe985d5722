import { Injectable } from '@nestjs/common';
import { Work } from '../../platform/work.ts';
import { SystemMails } from '../hand-over/index.ts';
import { SendNotification } from './send-notification.ts';

@Injectable()
export class NotificationsWorker extends Work {
  #stopSweeps: () => Promise<unknown> = async () => {};

  constructor(
    private readonly sender: SendNotification,
    private readonly mails: SystemMails,
  ) {
    super();
  }

  start(): void {
    this.#stopSweeps = this.mails.sweep(this.sender.mail);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweeps();
  }
}
