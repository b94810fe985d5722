import { Inject, Injectable } from '@nestjs/common';
import { createHmac, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { entitlementOf } from '@engagex/domain/payments';
import { afterCommit, currentScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { Live } from '../../platform/live/live.ts';
import { Notify } from '../../platform/notify.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import type { CustomerState, FetchedInvoice, FetchedSubscription, PaymentMethod } from '../../ports/payments.ts';
import { Plans } from '../plans/index.ts';
import { chooseSubscription } from './current-subscription.ts';
import { type DueNotice, noticesDue } from './due-notices.ts';
import type { Intent } from './intents.ts';
import { addRequest, keepMethod, stateFetched } from './payments.queries.ts';
import { priceOf, rowOfInvoice, rowOfSubscription, rowsOfLines } from './rows-of-state.ts';
import {
  claimTrialCard,
  dropDrafts,
  dropLines,
  dropSubscriptions,
  endSubscriptions,
  noneIsCurrent,
  storeInvoices,
  storeLines,
  storeSubscriptions,
  storeTrial,
  trialEndedEarly,
  trialOfCard,
} from './state.queries.ts';

export interface Fetched {
  readonly customerId: string | null;
  /** Null when Stripe has no such customer any more. */
  readonly state: CustomerState | null;
  /** Up to where this answers what was asked for. */
  readonly wanted: number | string;
  readonly isCompared: boolean;
}

/** Writes down what Stripe says, and what follows from it, in the open transaction. Twice the same comes to the same. */
@Injectable()
export class WriteState {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'ENCRYPTION_SECRET'>,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly plans: Plans,
    private readonly live: Live,
    private readonly notify: Notify,
  ) {}

  async write({ customerId, state, wanted, isCompared }: Fetched, now: Date): Promise<void> {
    const remindAt = state && customerId ? await this.#mirror(customerId, state, now) : await this.#forget(now);
    await this.db.rows(stateFetched, [wanted, now, isCompared, remindAt, state ? customerId : null]);
    afterCommit(() => this.live.publish('payments'));
    afterCommit(() => this.live.publish('invoices'));
    afterCommit(() => this.live.publish('plans'));
  }

  async #mirror(customerId: string, state: CustomerState, now: Date): Promise<Date | null> {
    const { current, duplicates } = chooseSubscription(state.subscriptions);
    await this.#storeSubscriptions(customerId, state.subscriptions, current);
    await this.#storeInvoices(state.invoices);
    const { paymentMethod: method } = state;
    const cardKey = this.#keyOf(method);
    await this.db.rows(keepMethod, [
      method?.brand ?? null,
      method?.last4 ?? null,
      method?.expMonth ?? null,
      method?.expYear ?? null,
      cardKey,
    ]);
    await this.#follow(current);
    if (current?.status === 'trialing') await this.#keepTrial(current, cardKey, now);
    for (const { id, latestInvoiceId } of duplicates) {
      this.log.error(
        { subscriptionId: id, keptId: current?.id },
        'a customer has two subscriptions: the younger is ended and refunded',
      );
      await this.#ask({ kind: 'end_duplicate', parameters: { subscriptionId: id, invoiceId: latestInvoiceId } }, now);
    }
    const planKey = current ? (this.plans.byPrice(priceOf(current))?.key ?? null) : null;
    const { notices, remindAt } = noticesDue({ state, current, planKey }, now);
    await this.#tell(notices);
    return remindAt;
  }

  /** Each owner is told once. Of a subscription that ended, the plan that holds now is named. */
  async #tell(notices: readonly DueNotice[]): Promise<void> {
    const { organizationId: objectId } = currentScope();
    for (const { kind, subject, facts } of notices) {
      const paid = this.plans.all().find(({ key }) => key === facts.planKey);
      const plan = kind === 'subscription_ended' || !paid ? await this.plans.current() : paid;
      await this.notify.tell({ kind, objectId, key: `${kind} ${subject}`, facts: { ...facts, plan: plan.name } });
    }
  }

  async #forget(now: Date): Promise<null> {
    await this.db.rows(endSubscriptions, [now]);
    await this.db.rows(keepMethod, [null, null, null, null, null]);
    await this.plans.followSubscription(null);
    return null;
  }

  async #storeSubscriptions(
    customerId: string,
    all: readonly FetchedSubscription[],
    current: FetchedSubscription | null,
  ): Promise<void> {
    const planOf = (priceId: string) => this.plans.byPrice(priceId);
    const rows = all.map((each) => rowOfSubscription(each, { customerId, isCurrent: each === current, planOf }));
    await this.db.rows(dropSubscriptions, [all.map(({ id }) => id), customerId]);
    if (current) await this.db.rows(noneIsCurrent);
    await this.db.rows(storeSubscriptions, [JSON.stringify(rows)]);
  }

  async #storeInvoices(invoices: readonly FetchedInvoice[]): Promise<void> {
    const ids = invoices.map(({ id }) => id);
    await this.db.rows(dropDrafts, [ids]);
    await this.db.rows(storeInvoices, [JSON.stringify(invoices.map(rowOfInvoice))]);
    await this.db.rows(dropLines, [ids]);
    const lines = invoices.flatMap((invoice) => rowsOfLines(invoice, (priceId) => this.plans.byPrice(priceId)));
    await this.db.rows(storeLines, [JSON.stringify(lines)]);
  }

  /** What we do not understand takes nothing away from anybody, and the operator hears of it. */
  async #follow(current: FetchedSubscription | null): Promise<void> {
    const gives = current ? entitlementOf(current.status) : 'none';
    if (!current || gives === 'none') return this.plans.followSubscription(null);
    const { id, status, anchor } = current;
    if (gives === 'unknown') {
      this.log.error({ subscriptionId: id, status }, 'a subscription has a status that is not known: its plan stays');
      return;
    }
    const plan = this.plans.byPrice(priceOf(current));
    if (!plan) {
      this.log.error(
        { subscriptionId: id, priceId: priceOf(current) },
        'no plan of PLANS_FILE has the price of a subscription: its plan stays',
      );
      return;
    }
    await this.plans.followSubscription({ planKey: plan.key, anchor: hourOf(anchor) });
  }

  /** The first subscription that is tried with a card keeps it; the trial of another one ends. */
  async #keepTrial(subscription: FetchedSubscription, cardKey: Buffer | null, now: Date): Promise<void> {
    const { id, trialStart, trialEnd } = subscription;
    await this.db.rows(storeTrial, [id, trialStart ?? now, trialEnd ?? now]);
    if (!cardKey) return;
    await this.db.rows(claimTrialCard, [cardKey, id]);
    const first = await this.db.row<{ subscriptionId: string }>(trialOfCard, [cardKey]);
    if (first?.subscriptionId === id) return;
    await this.#ask({ kind: 'end_trial', parameters: { subscriptionId: id } }, now);
    await this.db.rows(trialEndedEarly, [id, now]);
    const planKey = this.plans.byPrice(priceOf(subscription))?.key ?? null;
    const facts = { planKey, amount: null, currency: subscription.currency, at: null, about: '' };
    await this.#tell([{ kind: 'trial_ended_early', subject: id, facts }]);
  }

  /** One at a time: while another is open this is found again, since each that is settled asks for the state. */
  async #ask({ kind, parameters }: Intent, now: Date): Promise<void> {
    await this.db.rows(addRequest, [randomUUID(), kind, JSON.stringify(parameters), now]);
  }

  #keyOf(method: PaymentMethod | null): Buffer | null {
    if (!method?.fingerprint) return null;
    const { ENCRYPTION_SECRET: secret } = this.config;
    return createHmac('sha256', secret).update(`card fingerprint ${method.fingerprint}`).digest();
  }
}

/** Months of limits are counted from whole hours. */
function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
}
