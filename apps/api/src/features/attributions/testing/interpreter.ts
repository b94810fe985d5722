import type { AttributionRules } from '@engagex/domain/attributions';
import type { TimedEvent, Touch } from './history.ts';

/** A message of a campaign to a contact, of whom `userId` is the id. */
export interface SentMessage {
  readonly deliveryId: string;
  readonly campaignId: string;
  readonly userId: string;
}

export interface History {
  readonly rules: AttributionRules;
  /** The event that a campaign names itself. */
  readonly goals: ReadonlyMap<string, string>;
  readonly messages: readonly SentMessage[];
  readonly touches: readonly (Touch & { readonly id: string })[];
  readonly events: readonly (TimedEvent & { readonly id: string; readonly receivedAt: Date })[];
  /** Whose a device is, once somebody signed in on it. */
  readonly userOf: ReadonlyMap<string, string>;
}

export interface Interpreted {
  readonly eventId: string;
  readonly outcome: string;
  readonly campaignId: string | null;
  readonly touchedAt: number | null;
  readonly sent: number;
  readonly currency: string | null;
  /** In ten-thousandths. */
  readonly amount: bigint | null;
  readonly refunded: bigint;
}

const dayMs = 86_400_000;
const decimals: Readonly<Record<string, number>> = { EUR: 2, USD: 2, JPY: 0, KWD: 3 };

/** What a history comes to, word by word: every order against every touch. The measure of what PostgreSQL answers. */
export function interpret(history: History): Interpreted[] {
  const { rules, goals, events } = history;
  const counted = new Set([rules.eventName, ...goals.values()]);
  const conversions = events.filter(({ name = 'purchase' }) => counted.has(name));
  const orders = new Map<string, (typeof conversions)[number][]>();
  for (const event of conversions) {
    const orderId = event.properties?.['order_id'];
    const key = orderId === undefined ? event.id : `${event.name ?? 'purchase'} ${String(orderId)}`;
    orders.set(key, [...(orders.get(key) ?? []), event]);
  }
  return [...orders.values()].map((reports) => {
    const [best] = reports.toSorted(
      (one, other) =>
        Number(other.isTrusted) - Number(one.isTrusted) ||
        one.receivedAt.getTime() - other.receivedAt.getTime() ||
        (one.id < other.id ? -1 : 1),
    );
    const event = best!;
    const { amount, currency } = paidIn(event.properties);
    return {
      eventId: event.id,
      sent: reports.length,
      currency,
      amount,
      refunded: refundedOf(event, amount, currency, history),
      ...attributed(event, history),
    };
  });
}

function attributed(event: TimedEvent, { rules, goals, messages, touches, userOf }: History) {
  const user = event.isTrusted ? event.userId : userOf.get(event.anonymousId ?? '');
  const nothing = { campaignId: null, touchedAt: null };
  if (user === undefined) return { ...nothing, outcome: 'no_contact' };
  const own = messages.filter(
    ({ userId, campaignId }) =>
      userId === user && (goals.get(campaignId) ?? rules.eventName) === (event.name ?? 'purchase'),
  );
  const seen = touches.flatMap((touch) => {
    const message = own.find(({ deliveryId }) => deliveryId === touch.deliveryId);
    const counts = touch.kind === 'click' || (touch.kind === 'open' && rules.basis === 'open');
    return message && counts ? [{ ...touch, campaignId: message.campaignId }] : [];
  });
  const at = event.occurredAt.getTime();
  const allowed = ({ kind }: Touch) => (kind === 'click' ? rules.clickDays : rules.openDays) * dayMs;
  const before = seen.filter((touch) => touch.at.getTime() < at);
  const [last] = before
    .filter((touch) => at - touch.at.getTime() <= allowed(touch))
    .toSorted(
      (one, other) =>
        other.at.getTime() - one.at.getTime() ||
        (one.kind < other.kind ? -1 : one.kind > other.kind ? 1 : 0) ||
        (one.campaignId > other.campaignId ? -1 : one.campaignId < other.campaignId ? 1 : 0) ||
        (one.id > other.id ? -1 : 1),
    );
  if (last) return { outcome: 'attributed', campaignId: last.campaignId, touchedAt: last.at.getTime() };
  const outcome = before.length > 0 ? 'touch_too_old' : seen.length > 0 ? 'touch_later' : 'no_touch';
  return { ...nothing, outcome };
}

function paidIn(properties: TimedEvent['properties'] = {}) {
  const { order_amount: amount, currency = 'USD' } = properties;
  if (typeof amount !== 'number' || typeof currency !== 'string') return { amount: null, currency: null };
  return { amount: rounded(amount, decimals[currency] ?? 2), currency };
}

/** In ten-thousandths, half away from zero, by the digits as they are written. */
function rounded(value: number, places: number): bigint {
  const [whole = '0', fraction = ''] = String(value).split('.');
  const digits = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  const isUp = Number(fraction[places] ?? '0') >= 5;
  return (digits + (isUp ? 1n : 0n)) * 10n ** BigInt(4 - places);
}

function refundedOf(
  { properties }: TimedEvent,
  amount: bigint | null,
  currency: string | null,
  { events }: History,
): bigint {
  const orderId = properties?.['order_id'];
  if (amount === null || orderId === undefined) return 0n;
  const refunds = new Map<string, bigint>();
  for (const { name, properties: told = {} } of events) {
    if (name !== 'refund' || told['order_id'] !== orderId || refunds.has(String(told['refund_id']))) continue;
    const of = told['currency'] ?? currency;
    const stated = told['order_amount'];
    const value =
      typeof stated === 'number'
        ? rounded(stated, told['currency'] === undefined ? 4 : (decimals[String(of)] ?? 2))
        : amount;
    refunds.set(String(told['refund_id']), of === currency ? value : 0n);
  }
  const sum = [...refunds.values()].reduce((total, each) => total + each, 0n);
  return sum < amount ? sum : amount;
}
