import { Controller } from '@nestjs/common';
import { deliveriesRoutes, explanationRoutes, type DeliveryView } from '@engagex/domain/deliveries';
import { addressKey, type ParsedInputOf } from '@engagex/domain/shared';
import { rowsOf, TenantDb } from '@engagex/tenancy';
import { Handles, Input } from '../../platform/http/handles.ts';
import { pageOf, readCursor, upperBoundOf } from '../../platform/http/paging.ts';
import { listDeliveries } from './deliveries.queries.ts';
import { ExplainDeliveries } from './explain-deliveries.ts';
import { Ledgers } from './ledgers.ts';

@Controller()
export class DeliveriesController {
  constructor(
    private readonly db: TenantDb,
    private readonly ledgers: Ledgers,
    private readonly explanations: ExplainDeliveries,
  ) {}

  @Handles(deliveriesRoutes.ledger)
  ledger(@Input() { id }: ParsedInputOf<typeof deliveriesRoutes.ledger>) {
    return this.ledgers.of(id);
  }

  @Handles(deliveriesRoutes.list)
  async list(@Input() { id, state, reason, search, cursor, limit }: ParsedInputOf<typeof deliveriesRoutes.list>) {
    const start = search ? addressKey(search) : null;
    const [, rows] = await this.db.answersTo([
      this.ledgers.question(id), // refuses a campaign that does not exist
      rowsOf<DeliveryView>(listDeliveries, [
        id,
        state ?? null,
        start,
        start && upperBoundOf(start),
        readCursor(cursor),
        limit + 1,
        reason ?? null,
      ]),
    ]);
    return pageOf(rows, limit, (row) => row.contactId);
  }

  @Handles(explanationRoutes.standing)
  standing(@Input() { email }: ParsedInputOf<typeof explanationRoutes.standing>) {
    return this.explanations.standing(email);
  }

  @Handles(explanationRoutes.decisions)
  async decisions(@Input() { email, cursor, limit }: ParsedInputOf<typeof explanationRoutes.decisions>) {
    const rows = await this.explanations.decisions(email, readCursor(cursor), limit + 1);
    return pageOf(rows, limit, (row) => row.campaignId);
  }
}
