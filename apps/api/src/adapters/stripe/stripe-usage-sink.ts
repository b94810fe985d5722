import type { Stripe } from 'stripe';
import { PaymentRefused, PaymentsUnavailable, WrongSignature } from '../../ports/payments.ts';
import {
  type CountedHour,
  type ErrorNotice,
  type Hours,
  type HourTotal,
  type ReportErrors,
  UsageRefused,
  UsageSink,
  UsageSinkUnavailable,
} from '../../ports/usage-sink.ts';
import { openStripe, type StripeSettings, translating } from './stripe-client.ts';
import { StripeMeters } from './stripe-meters.ts';

const toleranceSeconds = 300;
const hourSeconds = 3_600;
const page = 100;

export interface StripeUsageSinkSettings extends StripeSettings {
  /** Of the destination for errors of meters: one, or two while one is renewed. */
  readonly meterWebhookSecrets: readonly string[];
}

/** Billing meters of Stripe: https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage */
export class StripeUsageSink extends UsageSink {
  readonly isAvailable = true;
  readonly reportableDays = 35;
  readonly #settings: StripeUsageSinkSettings;
  readonly #meters = new StripeMeters();
  #opening: Promise<Stripe> | null = null;

  constructor(settings: StripeUsageSinkSettings) {
    super();
    this.#settings = settings;
  }

  report({ priceId, customerId, hour, total, key }: HourTotal): Promise<void> {
    return this.#ask(async (stripe) => {
      const { eventName, customerKey, valueKey } = await this.#meters.of(stripe, priceId);
      const event = {
        event_name: eventName,
        identifier: key,
        // The last second: where a price takes another's place within an hour, all of it is of the new one.
        timestamp: seconds(hour) + hourSeconds - 1,
        payload: { [customerKey]: customerId, [valueKey]: String(total) },
      };
      await stripe.billing.meterEvents.create(event).catch((error: unknown) => {
        if (!isRepeated(error)) throw error;
      });
    });
  }

  totalOf(hours: Hours): Promise<number> {
    return this.#ask(async (stripe) => {
      const { id } = await this.#meters.of(stripe, hours.priceId);
      let total = 0;
      for await (const { aggregated_value: value } of stripe.billing.meters.listEventSummaries(id, within(hours)))
        total += value;
      return total;
    });
  }

  totalsByHour(hours: Hours): Promise<readonly CountedHour[]> {
    return this.#ask(async (stripe) => {
      const { id } = await this.#meters.of(stripe, hours.priceId);
      const byHour = { ...within(hours), value_grouping_window: 'hour' as const };
      const counted: CountedHour[] = [];
      for await (const { start_time: start, aggregated_value: total } of stripe.billing.meters.listEventSummaries(
        id,
        byHour,
      ))
        counted.push({ hour: new Date(start * 1_000), total });
      return counted;
    });
  }

  async readErrorNotice(body: Buffer, signature: string, receivedAt: Date): Promise<ErrorNotice> {
    const stripe = await this.#stripe();
    let problem: unknown = null;
    for (const secret of this.#settings.meterWebhookSecrets) {
      try {
        return noticeOf(
          stripe.parseEventNotification(body, signature, secret, toleranceSeconds, undefined, receivedAt.getTime()),
          body,
        );
      } catch (error) {
        problem = error;
      }
    }
    throw new WrongSignature('The signature is not of this endpoint, or is too old.', problem);
  }

  errorsIn(noticeId: string): Promise<ReportErrors> {
    return this.#ask(async (stripe) => {
      const event = await stripe.v2.core.events.retrieve(noticeId);
      if (event.type !== 'v1.billing.meter.error_report_triggered' && event.type !== 'v1.billing.meter.no_meter_found')
        return { summary: '', kinds: [] };
      const { developer_message_summary: summary, reason } = event.data;
      return {
        summary,
        kinds: reason.error_types.map(({ code, error_count: count, sample_errors: samples }) => ({
          code,
          count,
          samples: samples.map(({ error_message: words, request }) => ({ key: request.identifier, words })),
        })),
      };
    });
  }

  async #ask<T>(question: (stripe: Stripe) => Promise<T>): Promise<T> {
    try {
      const stripe = await this.#stripe();
      return await translating(() => question(stripe));
    } catch (error) {
      if (error instanceof PaymentsUnavailable) throw new UsageSinkUnavailable(error.message, error);
      if (error instanceof PaymentRefused) throw new UsageRefused(error.message, { code: error.code, cause: error });
      throw error;
    }
  }

  #stripe(): Promise<Stripe> {
    return (this.#opening ??= openStripe(this.#settings));
  }
}

function noticeOf(notification: Stripe.V2.Core.EventNotification, body: Buffer): ErrorNotice {
  const { id, type: kind, created } = notification;
  const about = 'related_object' in notification ? notification.related_object : null;
  const meterId = about && 'id' in about && typeof about.id === 'string' ? about.id : null;
  return { id, kind, createdAt: new Date(created), meterId, payload: body.toString('utf8') };
}

function within({ customerId, from, until }: Hours): Stripe.Billing.MeterListEventSummariesParams {
  return { customer: customerId, start_time: seconds(from), end_time: seconds(until), limit: page };
}

/** Stripe has had an event of this identifier within the last day. */
function isRepeated(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ('code' in error && error.code === 'duplicate_meter_event') || /already exists with identifier/i.test(error.message)
  );
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}
