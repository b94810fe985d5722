import { Controller } from '@nestjs/common';
import { invoicesRoutes, type PaymentsOverview, paymentsRoutes } from '@engagex/domain/payments';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Handles, Input } from '../../platform/http/handles.ts';
import { Payments } from '../../ports/payments.ts';
import { BillingReads } from './billing-reads.ts';
import { Cancellations } from './cancellations.ts';
import { Checkouts } from './checkouts.ts';
import { Invoices } from './invoices.service.ts';
import { PlanChanges } from './plan-changes.ts';
import { SyncState } from './sync-state.ts';

const overNetwork = { transaction: false };

/** Where nobody takes payments, all of it answers that it is not there. */
@Controller()
export class PaymentsController {
  constructor(
    private readonly db: TenantDb,
    private readonly payments: Payments,
    private readonly reads: BillingReads,
    private readonly sync: SyncState,
    private readonly checkouts: Checkouts,
    private readonly changes: PlanChanges,
    private readonly cancellations: Cancellations,
    private readonly invoices: Invoices,
  ) {}

  @Handles(paymentsRoutes.get)
  get(): Promise<PaymentsOverview> {
    this.#assertAvailable();
    return this.reads.overview();
  }

  @Handles(paymentsRoutes.refresh, overNetwork)
  async refresh(): Promise<PaymentsOverview> {
    this.#assertAvailable();
    await this.sync.refresh();
    return this.db.transaction(() => this.reads.overview());
  }

  @Handles(paymentsRoutes.checkout, overNetwork)
  checkout(@Input() { plan }: ParsedInputOf<typeof paymentsRoutes.checkout>) {
    this.#assertAvailable();
    return this.checkouts.start(plan);
  }

  @Handles(paymentsRoutes.portal, overNetwork)
  portal() {
    this.#assertAvailable();
    return this.checkouts.openPortal();
  }

  @Handles(paymentsRoutes.preview, overNetwork)
  preview(@Input() { plan }: ParsedInputOf<typeof paymentsRoutes.preview>) {
    this.#assertAvailable();
    return this.changes.preview(plan);
  }

  @Handles(paymentsRoutes.change, overNetwork)
  change(@Input() confirmed: ParsedInputOf<typeof paymentsRoutes.change>) {
    this.#assertAvailable();
    return this.changes.change(confirmed);
  }

  @Handles(paymentsRoutes.keep, overNetwork)
  keep() {
    this.#assertAvailable();
    return this.changes.keep();
  }

  @Handles(paymentsRoutes.cancel, overNetwork)
  cancel() {
    this.#assertAvailable();
    return this.cancellations.cancel();
  }

  @Handles(paymentsRoutes.resume, overNetwork)
  resume() {
    this.#assertAvailable();
    return this.cancellations.resume();
  }

  @Handles(invoicesRoutes.list)
  listInvoices(@Input() input: ParsedInputOf<typeof invoicesRoutes.list>) {
    this.#assertAvailable();
    return this.invoices.list(input);
  }

  @Handles(invoicesRoutes.get)
  getInvoice(@Input() { id }: ParsedInputOf<typeof invoicesRoutes.get>) {
    this.#assertAvailable();
    return this.invoices.get(id);
  }

  @Handles(invoicesRoutes.documents, overNetwork)
  documents(@Input() { id }: ParsedInputOf<typeof invoicesRoutes.documents>) {
    this.#assertAvailable();
    return this.invoices.documents(id);
  }

  #assertAvailable(): void {
    if (!this.payments.isAvailable) throw notFound('payments');
  }
}
