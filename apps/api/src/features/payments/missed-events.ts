import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../ports/clock.ts';
import { Payments } from '../../ports/payments.ts';
import { forgetStrayEvents } from './payments.queries.ts';
import { ReceivePaymentEvents } from './receive-payment-events.ts';

const dayMs = 86_400_000;
/** Stripe tries to deliver for three days. */
const sweptDays = 3;
export const eventsKeptDays = 90;

/** Events that did not reach us: our endpoint was away, or refused them. */
@Injectable()
export class MissedEvents {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly payments: Payments,
    private readonly events: ReceivePaymentEvents,
  ) {}

  /** Answers how many were new. */
  async fetch(): Promise<number> {
    const now = this.clock.now().getTime();
    let stored = 0;
    for await (const event of this.payments.undeliveredSince(new Date(now - sweptDays * dayMs)))
      if ((await this.events.take(event, 'sweep')).stored) stored++;
    await this.source.query(forgetStrayEvents, [new Date(now - eventsKeptDays * dayMs)]);
    return stored;
  }
}
