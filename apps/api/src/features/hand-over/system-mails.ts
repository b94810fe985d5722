import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { type DueRow, startSweep, TenantDb } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Mail } from '../../ports/mail.ts';
import { Batches } from './batches.ts';
import { Claims } from './claims.ts';
import { Journals } from './journal/journals.ts';
import { SystemMail, type SystemMailKind, type TakenMail } from './system-mail.ts';

const sweepEveryMs = 3_000;

/** EngageX's own mail to members, by the server of the installation. */
@Injectable()
export class SystemMails {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly batches: Batches,
    private readonly mail: Mail,
    private readonly journals: Journals,
  ) {}

  of<Taken extends TakenMail>(kind: SystemMailKind<Taken>): SystemMail<Taken> {
    const { db, clock, claims, batches, mail, journals } = this;
    return new SystemMail(kind, { db, clock, claims, batches, mail, journals });
  }

  /**
   * Such mail is sent once in a long while, so sweeps send it themselves; several workers may, each takes its own. Returns what
   * stops them.
   */
  sweep<Taken extends TakenMail>(mail: SystemMail<Taken>): () => Promise<unknown> {
    const sweep = (find: () => Promise<readonly DueRow[]>, wake: (id: string) => Promise<unknown>) =>
      startSweep({
        name: mail.kind,
        everyMs: sweepEveryMs,
        find,
        wake,
        onError: (err) => this.failures.sweepFailed(mail.kind, err),
      });
    const stops = [
      sweep(
        () => this.source.query(mail.due, [this.clock.now()]),
        (id) => this.#send(mail, id),
      ),
      sweep(
        async () => this.journals.abandoned(mail.kind),
        (claimId) => mail.settle(claimId),
      ),
    ];
    return () => Promise.all(stops.map((stop) => stop()));
  }

  /** One that fails must not keep the others waiting; it is found again. */
  async #send<Taken extends TakenMail>(mail: SystemMail<Taken>, id: string): Promise<void> {
    try {
      const giveUp = (words: string) => mail.giveUp(id, words);
      await this.failures.watch({ queue: mail.kind, subject: id, giveUp }, () => mail.send(id));
    } catch (err) {
      this.log.error({ err, kind: mail.kind, mail: id }, 'a mail to a member could not be sent');
    }
  }
}
