import { Injectable } from '@nestjs/common';
import { attributionLimits, decimalsOf, readConversion, readRefund, refundEvent } from '@engagex/domain/attributions';
import { currentScope, type TenantDb } from '@engagex/tenancy';
import { TrackingTokens, visitIn } from '../engagements/index.ts';
import { EventStage, type StageEvent } from '../event-stages/index.ts';
import {
  addRefunds,
  applyRefunds,
  countedEvents,
  noteFollowed,
  secretKeysAmong,
  storeConversions,
} from './conversions.queries.ts';
import { SettleConversions } from './settle-conversions.ts';

const hourMs = 3_600_000;

/** A conversion as it is stored. */
interface NewConversion {
  readonly eventId: string;
  readonly eventName: string;
  readonly orderId: string | null;
  readonly sent: number;
  readonly personId: string;
  readonly isTrusted: boolean;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly decimals: number | null;
  readonly decidesAt: Date;
}

interface Counted {
  /** The events that are conversions. */
  readonly names: readonly string[];
  /** Of amounts without a currency. */
  readonly currency: string;
}

/** Events that count as conversions become rows, an order once, and are attributed to campaigns. */
@Injectable()
export class ConversionsStage extends EventStage {
  readonly name = 'conversions';
  override readonly after = 'people';

  constructor(
    private readonly conversions: SettleConversions,
    private readonly tokens: TrackingTokens,
  ) {
    super();
  }

  async apply(tx: TenantDb, events: readonly StageEvent[]): Promise<void> {
    const counted = await tx.row<Counted>(countedEvents);
    if (!counted) return;
    await this.#follow(tx, events);
    const names = new Set(counted.names);
    const converting = events.filter(({ kind, name }) => (kind === 'track' || kind === 'page') && names.has(name));
    const stored = await store(tx, onceEach(converting.map((event) => conversionOf(event, counted.currency))));
    const refunded = await refund(tx, events);
    const orders = [...new Set([...stored.flatMap(({ orderId }) => orderId ?? []), ...refunded])];
    if (orders.length > 0) await tx.rows(applyRefunds, [orders]);
    await this.conversions.begin(stored.map(({ id }) => id));
  }

  /** Notes browsers that came by a link of a message. */
  async #follow(tx: TenantDb, events: readonly StageEvent[]): Promise<void> {
    const { organizationId } = currentScope();
    const visits = events.flatMap(({ personId, occurredAt, properties, context }) => {
      const message = visitIn(properties['url'] ?? addressOfPage(context), this.tokens);
      return message?.organizationId === organizationId
        ? [{ personId, deliveryId: message.deliveryId, at: occurredAt }]
        : [];
    });
    if (visits.length > 0) await tx.rows(noteFollowed, [JSON.stringify(visits)]);
  }
}

function addressOfPage({ page }: StageEvent['context']): unknown {
  return typeof page === 'object' && page !== null && 'url' in page ? page.url : undefined;
}

function conversionOf(event: StageEvent, currency: string): NewConversion {
  const { orderId, money } = readConversion(event.properties, currency);
  return {
    eventId: event.id,
    eventName: event.name,
    orderId,
    sent: 1,
    personId: event.personId,
    isTrusted: event.isTrusted,
    occurredAt: event.occurredAt,
    receivedAt: event.receivedAt,
    amount: money?.amount ?? null,
    currency: money?.currency ?? null,
    decimals: money?.decimals ?? null,
    decidesAt: new Date(event.receivedAt.getTime() + attributionLimits.decidedAfterHours * hourMs),
  };
}

/** Of events about one order that which somebody vouches for, then the first. `storeConversions` decides in the same way. */
function onceEach(all: readonly NewConversion[]): NewConversion[] {
  const byOrder = Map.groupBy(all, ({ eventName, orderId, eventId }) =>
    JSON.stringify(orderId === null ? [eventId] : [eventName, orderId]),
  );
  return [...byOrder.values()].map((same) => {
    const [best] = same.toSorted(
      (one, other) =>
        Number(other.isTrusted) - Number(one.isTrusted) ||
        one.receivedAt.getTime() - other.receivedAt.getTime() ||
        (one.eventId < other.eventId ? -1 : 1),
    );
    return { ...best!, sent: same.length };
  });
}

async function store(tx: TenantDb, conversions: readonly NewConversion[]) {
  if (conversions.length === 0) return [];
  return tx.rows<{ id: string; orderId: string | null }>(storeConversions, [JSON.stringify(conversions)]);
}

/** Only servers refund. Resolves to the orders. */
async function refund(tx: TenantDb, events: readonly StageEvent[]): Promise<string[]> {
  const told = events.filter(({ name, isTrusted, keyId }) => name === refundEvent && isTrusted && keyId !== null);
  if (told.length === 0) return [];
  const keys = await tx.rows<{ id: string }>(secretKeysAmong, [[...new Set(told.map(({ keyId }) => keyId))]]);
  const secret = new Set(keys.map(({ id }) => id));
  const refunds = told.flatMap(({ id, keyId, properties, occurredAt }) => {
    const read = keyId !== null && secret.has(keyId) ? readRefund(properties) : null;
    if (!read) return [];
    const { orderId, refundId, amount, currency } = read;
    const decimals = currency === null ? null : decimalsOf(currency);
    return [{ orderId, refundId: refundId ?? id, eventId: id, amount, currency, decimals, occurredAt }];
  });
  if (refunds.length > 0) await tx.rows(addRefunds, [JSON.stringify(refunds)]);
  return refunds.map(({ orderId }) => orderId);
}
