import { Injectable } from '@nestjs/common';
import { isOver } from '@engagex/domain/payments';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { Payments, PaymentsUnavailable } from '../../ports/payments.ts';
import { ReportUsage } from '../usage-reports/index.ts';
import type { Intent, IntentResult } from './intents.ts';
import { triedToCreate } from './payments.queries.ts';

/** Asks Stripe for what is written down. Asked again with the same key, it is done once. */
@Injectable()
export class CarryOut {
  constructor(
    private readonly db: TenantDb,
    private readonly payments: Payments,
    private readonly usage: ReportUsage,
  ) {}

  async carryOut({ kind, parameters }: Intent, key: string): Promise<IntentResult> {
    switch (kind) {
      case 'create_customer':
        return { customerId: await this.#createCustomer(parameters, key) };
      case 'start_checkout':
        return {
          url: await this.payments.startCheckout({ ...parameters, organizationId: currentScope().organizationId, key }),
        };
      case 'change_plan':
        await this.#reportUsage();
        await this.payments.changePrice({ ...parameters, key });
        return {};
      case 'schedule_plan':
        await this.payments.schedulePrice({ ...parameters, key });
        return {};
      case 'keep_plan':
        await this.payments.releaseSchedule(parameters.scheduleId, { key });
        return {};
      case 'cancel':
        if (parameters.scheduleId)
          await this.payments.releaseSchedule(parameters.scheduleId, { key: `${key}:release` });
        await this.payments.cancelAtPeriodEnd(parameters.subscriptionId, { key });
        return {};
      case 'resume':
        await this.payments.resume(parameters.subscriptionId, { key });
        return {};
      case 'end_trial':
        await this.payments.endTrial(parameters.subscriptionId, { key });
        return {};
      case 'end_duplicate':
        await this.payments.cancelNow(parameters.subscriptionId, { key });
        if (parameters.invoiceId) await this.payments.refund(parameters.invoiceId, { key: `${key}:refund` });
        return {};
      case 'end_everything':
        await this.#endEverything(parameters.customerId, key);
        return {};
    }
  }

  /** Once the price has changed, nobody is billed for an hour of the old one that was not reported. Then the change waits. */
  async #reportUsage(): Promise<void> {
    const reported = await this.usage.catchUp();
    if (reported === 'all') return;
    throw new PaymentsUnavailable(
      reported === 'counting' ? 'The usage of the last hour is still counted.' : 'Usage is not reported yet.',
    );
  }

  /** One that was created before a crash is found by its address: keys are forgotten after a day. */
  async #createCustomer({ name, email }: { name: string; email: string }, key: string): Promise<string> {
    const { organizationId } = currentScope();
    const mayExist = await this.db.transaction(() => this.db.row(triedToCreate));
    const found = mayExist ? await this.payments.findCustomer(organizationId, email) : null;
    return found ?? this.payments.createCustomer({ organizationId, name, email, key });
  }

  /** Checkouts first: one that is paid in between is seen by what follows. */
  async #endEverything(customerId: string, key: string): Promise<void> {
    await this.payments.expireCheckouts(customerId);
    const state = await this.payments.stateOf(customerId);
    for (const { id, status } of state?.subscriptions ?? [])
      if (!isOver(status)) await this.payments.cancelNow(id, { key: `${key}:${id}` });
  }
}
