import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { currentScope, startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { Journals } from '../hand-over/index.ts';
import { MessageClaims } from './message-claims.ts';
import { MessageFiles } from './message-files.ts';
import { messagesQueue, MessageWakeUps } from './messages.jobs.ts';
import { SendMessages } from './send-messages.ts';
import { OrganizationSlots } from './organization-slots.ts';

/** Batches of messages under way in one worker, beside whatever campaigns it works on. */
const concurrency = 8;
const sweepEveryMs = 1_000;
const filesEveryMs = 10_000;
/** Files whose message was never accepted: whoever sent it has given up by then. */
const abandonedAfter = '1 hour';

/** The lane of messages. */
@Injectable()
export class MessagesWorker extends Work {
  readonly #slots = new OrganizationSlots();
  #stopSweeps: () => Promise<unknown> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly wakeUps: MessageWakeUps,
    private readonly sender: SendMessages,
    private readonly files: MessageFiles,
    private readonly clock: Clock,
    private readonly claims: MessageClaims,
    private readonly journals: Journals,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: () => currentScope().organizationId,
      giveUp: (_: string, words: string) => this.sender.hold(words),
    };
    this.queues.work(messagesQueue, about, () => this.#takeTurn());
    const onError = (err: unknown) => this.failures.sweepFailed(messagesQueue, err);
    const stops = [
      startSweep({
        name: messagesQueue,
        everyMs: sweepEveryMs,
        find: () =>
          this.source.query('select organization_id as "organizationId", id from due_messages($1)', [this.clock.now()]),
        wake: () => this.wakeUps.wakeOnce(),
        onError,
      }),
      startSweep({
        name: messagesQueue,
        everyMs: filesEveryMs,
        find: () =>
          this.source.query('select organization_id as "organizationId", id from messages_with_spent_files($1)', [
            abandonedAfter,
          ]),
        wake: (id) => this.#removeFiles(id),
        onError,
      }),
      startSweep({
        name: messagesQueue,
        everyMs: sweepEveryMs,
        find: async () => this.journals.abandoned('messages'),
        wake: (claimId) => this.claims.settle(claimId),
        onError,
      }),
    ];
    this.#stopSweeps = () => Promise.all(stops.map((stop) => stop()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweeps();
  }

  /** Nobody has to do anything about files that stay: the operator sees it. */
  async #removeFiles(id: string): Promise<void> {
    const watched = { queue: 'message-files', subject: id, giveUp: async () => {} };
    await this.failures.watch(watched, () => this.files.remove(id));
  }

  async #takeTurn(): Promise<void> {
    const { organizationId } = currentScope();
    if (!this.#slots.enter(organizationId)) return;
    let isMore = false;
    try {
      isMore = await this.sender.run();
    } finally {
      const wasTurnedAway = this.#slots.leave(organizationId);
      if (isMore || wasTurnedAway) await this.wakeUps.wake();
    }
  }
}
