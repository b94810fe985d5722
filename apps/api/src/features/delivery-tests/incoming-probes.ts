import { Injectable } from '@nestjs/common';
import type { BouncedFacts } from '@engagex/domain/delivery-tests';
import { afterCommit, runInScope, TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { Clock } from '../../ports/clock.ts';
import { type MarkedMail, ReadMails } from '../inbound/index.ts';
import { probesAmong, recordArrival, recordBounce, wake } from './delivery-tests.queries.ts';
import { deliveryTestsQueue } from './delivery-tests.service.ts';

interface Owner {
  readonly organizationId: string;
  readonly id: string;
  readonly kind: 'arrival' | 'bounce';
}

/** Notes that messages of delivery tests arrived, and that their bounces did. */
@Injectable()
export class IncomingProbes {
  constructor(
    mails: ReadMails,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly queues: Queues,
  ) {
    mails.use('probe', async ({ deliveryId, raw, receivedAt }) => {
      const [owner] = deliveryId ? await this.#ownersOf([deliveryId]) : [];
      if (!owner || !raw) return 'foreign_probe';
      await this.#record(owner, recordArrival, [owner.id, receivedAt, raw]);
      return 'probe';
    });
    mails.watch((read) => this.#bounced(read));
  }

  async #bounced(mails: readonly MarkedMail[]): Promise<void> {
    const bounces = mails.filter(({ reports }) => reports.some(({ kind }) => kind === 'bounced'));
    const owners = await this.#ownersOf(bounces.map(({ deliveryId }) => deliveryId));
    for (const owner of owners) {
      const mail = bounces.find(({ deliveryId }) => deliveryId === owner.id);
      const report = mail?.reports.find(({ kind }) => kind === 'bounced');
      if (!mail || !report) continue;
      const seen: BouncedFacts = { status: report.status, words: report.words.slice(0, 500) };
      await this.#record(owner, recordBounce, [owner.id, mail.receivedAt, JSON.stringify(seen)]);
    }
  }

  async #ownersOf(ids: readonly string[]): Promise<readonly Owner[]> {
    return ids.length === 0 ? [] : this.source.query(probesAmong, [ids]);
  }

  /** The rest is the worker's: looking at a message asks the DNS, which bounces of others must not wait for. */
  async #record({ organizationId }: Owner, statement: string, parameters: readonly unknown[]): Promise<void> {
    await runInScope({ organizationId, actor: { kind: 'system', name: deliveryTestsQueue } }, () =>
      this.db.transaction(async () => {
        const of = await this.db.row<{ id: string }>(statement, parameters);
        if (!of) return;
        await this.db.rows(wake, [of.id, this.clock.now()]);
        afterCommit(async () => {
          await this.queues.add(deliveryTestsQueue, { testId: of.id }, { once: `came-${of.id}` });
          this.live.publish('delivery-tests', of.id);
        });
      }),
    );
  }
}
