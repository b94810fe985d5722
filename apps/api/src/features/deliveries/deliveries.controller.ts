import { Controller, Res } from '@nestjs/common';
import { type DeliveryFilter, deliveriesRoutes, deliveryView, explanationRoutes } from '@engagex/domain/deliveries';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import type { FastifyReply } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { jsonPage, jsonRows } from '../../platform/http/json-rows.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { ExplainDeliveries } from './explanations/explain-deliveries.ts';
import { ExportPeople } from './explanations/export-people.ts';
import { Ledgers } from './ledgers.ts';
import { peopleOf } from './explanations/people.queries.ts';

@Controller()
export class DeliveriesController {
  constructor(
    private readonly db: TenantDb,
    private readonly ledgers: Ledgers,
    private readonly explanations: ExplainDeliveries,
    private readonly people: ExportPeople,
  ) {}

  @Handles(deliveriesRoutes.ledger)
  ledger(@Input() { id }: ParsedInputOf<typeof deliveriesRoutes.ledger>) {
    return this.ledgers.of(id);
  }

  @Handles(deliveriesRoutes.list)
  async list(@Input() { id, cursor, limit, ...filter }: ParsedInputOf<typeof deliveriesRoutes.list>) {
    const { sql, parameters } = peopleOf(id, filter, readCursor(cursor), limit + 1);
    const [, rows] = await this.db.answersTo([
      this.ledgers.question(id), // refuses a campaign that does not exist
      jsonRows<{ contactId: string }>(deliveryView, ['contactId'], {
        text: sql,
        values: parameters,
        isKept: isAbsent(filter),
      }),
    ]);
    return jsonPage(pageOf(rows, limit, (row) => row.contactId));
  }

  @Handles(deliveriesRoutes.export, { transaction: false })
  async export(
    @Input() { id, ...filter }: ParsedInputOf<typeof deliveriesRoutes.export>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="campaign-people.csv"')
      .send(await this.people.csv(id, filter));
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

/** Only then one plan is the best for all. */
function isAbsent(filter: DeliveryFilter): boolean {
  return Object.values(filter).every((value) => value === undefined);
}
