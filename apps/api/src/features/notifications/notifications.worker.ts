import { Injectable } from '@nestjs/common';
import { Work } from '../../platform/work.ts';
import { SystemMails } from '../hand-over/index.ts';
import { SendDigest } from './send-digest.ts';
import { SendNotification } from './send-notification.ts';

@Injectable()
export class NotificationsWorker extends Work {
  #stops: readonly (() => Promise<unknown>)[] = [];

  constructor(
    private readonly notification: SendNotification,
    private readonly digest: SendDigest,
    private readonly mails: SystemMails,
  ) {
    super();
  }

  start(): void {
    this.#stops = [this.mails.sweep(this.notification.mail), this.mails.sweep(this.digest.mail)];
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
  }
}
