import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { EventProvider } from '@engagex/domain/provider-events';
import type { Report } from '@engagex/domain/receipts';
import { currentScope, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Unsubscribes } from '../engagements/index.ts';
import type { Said } from './provider.ts';
import { eventsApplied, forgetEvents, waitingEvents } from './provider-events.queries.ts';
import { Providers } from './providers.ts';
import { Receipts } from '../receipts/index.ts';

interface WaitingEvent {
  readonly id: string;
  readonly deliveryId: string;
  readonly payload: string;
  readonly receivedAt: Date;
  readonly provider: EventProvider;
  readonly isDelivery: boolean;
  readonly isMessage: boolean;
}

type Outcome = 'reported' | 'unsubscribed' | 'foreign' | 'unreadable';

const atOnce = 1_000;
/** Providers try again for a day or three; what comes later than this is a copy that somebody kept. */
export const keptDays = 30;

/**
 * Applies the events of the scope's organization. They are marked only afterwards: what is applied by a worker that is
 * killed in between is applied again, and comes to the same.
 */
@Injectable()
export class ApplyEvents {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly providers: Providers,
    private readonly receipts: Receipts,
    private readonly unsubscribes: Unsubscribes,
    private readonly live: Live,
  ) {}

  async run(): Promise<void> {
    while ((await this.#applySome()) === atOnce);
    await this.#forget();
  }

  async #applySome(): Promise<number> {
    const events = await this.db.transaction(() => this.db.rows<WaitingEvent>(waitingEvents, [atOnce]));
    if (events.length === 0) return 0;
    const read = events.map((event) => ({ event, said: this.#saidBy(event) }));
    const reports = read.flatMap(({ said }): Report[] => (isReport(said) ? [said.report] : []));
    if (reports.length > 0) await this.receipts.apply(reports);
    for (const { event, said } of read) if (isUnsubscribe(said)) await this.#unsubscribe(event.deliveryId);
    await retryingDeadlocks(() =>
      this.db.transaction(() =>
        this.db.rows(eventsApplied, [
          read.map(({ event }) => event.id),
          read.map(({ said }) => outcomeOf(said)),
          this.clock.now(),
        ]),
      ),
    );
    this.live.publish('event-hooks');
    return events.length;
  }

  /** A provider's word counts for what this organization sent and for nothing else, whichever ids it names. */
  #saidBy({ provider, deliveryId, payload, receivedAt, isDelivery, isMessage }: WaitingEvent): Said | Outcome {
    if (!isDelivery && !isMessage) return 'foreign';
    const said = this.providers.of(provider).read(JSON.parse(payload), deliveryId, receivedAt);
    if (said === null) this.log.warn({ provider }, 'a provider event could not be read');
    return said ?? 'unreadable';
  }

  /** Of single messages nobody unsubscribes: they were asked for. */
  async #unsubscribe(deliveryId: string): Promise<void> {
    const { organizationId } = currentScope();
    await this.unsubscribes.unsubscribe({ organizationId, deliveryId }, { userAgent: null, address: null }, 'system');
  }

  async #forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - keptDays * 86_400_000);
    while ((await this.db.transaction(() => this.db.affected(forgetEvents, [before, atOnce]))) === atOnce);
  }
}

function isReport(said: Said | Outcome): said is Extract<Said, { kind: 'report' }> {
  return typeof said === 'object' && said.kind === 'report';
}

function isUnsubscribe(said: Said | Outcome): boolean {
  return typeof said === 'object' && said.kind === 'unsubscribed';
}

function outcomeOf(said: Said | Outcome): Outcome {
  if (typeof said === 'string') return said;
  return said.kind === 'report' ? 'reported' : 'unsubscribed';
}
