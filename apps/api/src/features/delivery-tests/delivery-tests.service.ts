import { Injectable } from '@nestjs/common';
import { type deliveryTestsRoutes, mostDeliveryTestsPerHour } from '@engagex/domain/delivery-tests';
import { type AnswerOf, conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { Clock } from '../../ports/clock.ts';
import {
  addDeliveryTest,
  countSince,
  forgetRepeats,
  listDeliveryTests,
  lockDomain,
  oneDeliveryTest,
  probesOf,
  transportOf,
  underWay,
} from './delivery-tests.queries.ts';
import { type StoredDeliveryTest, type StoredProbe, summaryOf, viewOf } from './stored-delivery-test.ts';

export const deliveryTestsQueue = 'delivery-tests';
const hourMs = 3_600_000;

interface Pair {
  readonly domainId: string;
  readonly transportId: string;
}

/** Delivery tests as members ask for and see them. */
@Injectable()
export class DeliveryTestsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly queues: Queues,
  ) {}

  async list({ domainId, transportId }: Partial<Pair>): Promise<AnswerOf<typeof deliveryTestsRoutes.list>> {
    const rows = await this.db.rows<StoredDeliveryTest>(listDeliveryTests, [domainId ?? null, transportId ?? null]);
    return { items: rows.map(summaryOf) };
  }

  async get(id: string): Promise<AnswerOf<typeof deliveryTestsRoutes.get>> {
    const test = await this.db.row<StoredDeliveryTest>(oneDeliveryTest, [id]);
    if (!test) throw notFound('delivery test');
    return viewOf(test, await this.db.rows<StoredProbe>(probesOf, [[id]]), this.clock.now());
  }

  async create({ domainId, transportId }: ParsedInputOf<typeof deliveryTestsRoutes.create>) {
    if (!(await this.db.row(lockDomain, [domainId]))) throw notFound('domain');
    if (!(await this.db.row(transportOf, [transportId]))) throw notFound('transport');
    const running = await this.db.row<{ id: string }>(underWay, [domainId, transportId]);
    if (running) return this.get(running.id);
    const since = new Date(this.clock.now().getTime() - hourMs);
    const { count } = (await this.db.row<{ count: number }>(countSince, [since])) ?? { count: 0 };
    if (count >= mostDeliveryTestsPerHour)
      throw conflict(
        'delivery-test.too-many',
        `At most ${mostDeliveryTestsPerHour} delivery tests can be run per hour. Try again later.`,
      );
    const id = await this.begin({ domainId, transportId }, 'person');
    noteAudit({ objectId: id });
    return this.get(id);
  }

  /** In the open transaction. */
  async begin({ domainId, transportId }: Pair, reason: StoredDeliveryTest['reason']): Promise<string> {
    const by = reason === 'person' ? currentUserId() : null;
    await this.db.rows(forgetRepeats, [domainId, transportId]);
    const added = await this.db.row<{ id: string }>(addDeliveryTest, [
      domainId,
      transportId,
      reason,
      this.clock.now(),
      by,
    ]);
    const { id } = added ?? (await this.db.row<{ id: string }>(underWay, [domainId, transportId])) ?? { id: '' };
    afterCommit(async () => {
      await this.queues.add(deliveryTestsQueue, { testId: id }, { once: `test-${id}` });
      this.live.publish('delivery-tests', id);
    });
    return id;
  }
}
