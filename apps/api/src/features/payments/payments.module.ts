import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.ts';
import { PlansModule } from '../plans/index.ts';
import { UsageReportsModule } from '../usage-reports/index.ts';
import { BillingReads } from './billing-reads.ts';
import { Cancellations } from './cancellations.ts';
import { CarryOut } from './carry-out.ts';
import { Checkouts } from './checkouts.ts';
import { EndPayments } from './end-payments.ts';
import { Invoices } from './invoices.service.ts';
import { MissedEvents } from './missed-events.ts';
import { PaymentEventsController } from './payment-events.controller.ts';
import { PaymentRequests } from './payment-requests.ts';
import { PaymentsController } from './payments.controller.ts';
import { PaymentsWorker } from './payments.worker.ts';
import { PlanChanges } from './plan-changes.ts';
import { ReceivePaymentEvents } from './receive-payment-events.ts';
import { SoldPlans } from './sold-plans.ts';
import { SyncState } from './sync-state.ts';
import { TendPayments } from './tend-payments.ts';
import { WriteState } from './write-state.ts';

@Module({
  imports: [AccountsModule, PlansModule, UsageReportsModule],
  controllers: [PaymentEventsController, PaymentsController],
  providers: [
    BillingReads,
    Cancellations,
    CarryOut,
    Checkouts,
    EndPayments,
    Invoices,
    MissedEvents,
    PaymentRequests,
    PaymentsWorker,
    PlanChanges,
    ReceivePaymentEvents,
    SoldPlans,
    SyncState,
    TendPayments,
    WriteState,
  ],
})
export class PaymentsModule {}
