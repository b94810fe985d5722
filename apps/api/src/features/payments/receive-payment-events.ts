import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { invalid, notFound } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { Queues } from '../../platform/queues.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { type PaymentEvent, Payments, WrongSignature } from '../../ports/payments.ts';
import { organizationOfCustomer, storeEvent, storeStrayEvent } from './payments.queries.ts';

export const paymentsQueue = 'payments';

export interface TakenEvent {
  readonly stored: boolean;
  /** False for an event about nobody we know. */
  readonly isOurs: boolean;
}

/** The way in for events of Stripe: checked, stored once, answered. What holds now is fetched later. */
@Injectable()
export class ReceivePaymentEvents {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly queues: Queues,
    private readonly payments: Payments,
  ) {}

  /** Resolves once it is stored. Throws, and stores nothing, for what Stripe did not sign. */
  async receive(body: Buffer, signature: string): Promise<TakenEvent> {
    if (!this.payments.isAvailable) throw notFound('path');
    return this.take(await this.#read(body, signature), 'webhook');
  }

  async take(event: PaymentEvent, source: 'webhook' | 'sweep'): Promise<TakenEvent> {
    const { id, kind, objectId, customerId, payload, createdAt } = event;
    const facts = [id, kind, objectId, customerId, payload, createdAt];
    const organizationId = customerId === null ? null : await this.#organizationOf(customerId);
    if (organizationId === null) {
      const stored: unknown[] = await this.source.query(storeStrayEvent, facts);
      if (stored.length > 0 && customerId !== null)
        this.log.warn({ event: id, kind, customerId }, 'an event of Stripe is about a customer that is not ours');
      return { stored: stored.length > 0, isOurs: false };
    }
    return runInScope({ organizationId, actor: { kind: 'system', name: paymentsQueue } }, async () => {
      const stored = await this.db.transaction(() => this.db.row(storeEvent, [...facts, source]));
      if (stored) await this.queues.add(paymentsQueue, { organizationId }, { once: organizationId });
      return { stored: stored !== null, isOurs: true };
    });
  }

  async #read(body: Buffer, signature: string): Promise<PaymentEvent> {
    try {
      return await this.payments.readEvent(body, signature, this.clock.now());
    } catch (error) {
      if (!(error instanceof WrongSignature)) throw error;
      throw invalid(
        'payment-event.signature',
        'The signature is wrong or too old. Check that STRIPE_WEBHOOK_SECRETS has the signing secret of this endpoint.',
      );
    }
  }

  async #organizationOf(customerId: string): Promise<string | null> {
    const [found]: { organizationId: string | null }[] = await this.source.query(organizationOfCustomer, [customerId]);
    return found?.organizationId ?? null;
  }
}
