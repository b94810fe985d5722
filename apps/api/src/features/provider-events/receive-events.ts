import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventProvider, ReceivedEvents } from '@engagex/domain/provider-events';
import { id as uuid, notFound } from '@engagex/domain/shared';
import { currentScope, retryingDeadlocks, runInScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { Clock } from '../../ports/clock.ts';
import type { HookKeys, HookRequest, Received } from './provider.ts';
import { keysOfHook, organizationOfHook, storeEvents } from './provider-events.queries.ts';
import { Providers } from './providers.ts';
import { purposeOfHook } from './purpose-of-hook.ts';

export const providerEventsQueue = 'provider-events';

interface StoredKeys {
  readonly provider: EventProvider;
  readonly verificationKey: string | null;
  readonly topicArn: string | null;
  readonly sealed: Buffer | null;
  readonly keyId: string | null;
}

/** The way in for events: checked, stored, answered. What they mean is looked at later. */
@Injectable()
export class ReceiveEvents {
  constructor(
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly queues: Queues,
    private readonly providers: Providers,
    private readonly live: Live,
  ) {}

  /** Resolves once they are stored. Throws in words, and stores nothing, for what is not the provider's. */
  async receive(provider: string, hookId: string, request: HookRequest): Promise<ReceivedEvents> {
    const organizationId = await this.#organizationOf(hookId);
    return runInScope({ organizationId, actor: { kind: 'system', name: providerEventsQueue } }, async () => {
      const keys = await this.db.transaction(() => this.db.row<StoredKeys>(keysOfHook, [hookId]));
      if (!keys || keys.provider !== provider) throw unknownHook();
      // Outside of a transaction: it may have to ask the network.
      const received = await this.providers
        .of(keys.provider)
        .receive(request, this.#open(hookId, keys), this.clock.now());
      const { stored } = await retryingDeadlocks(() => this.#store(hookId, received));
      if (stored > 0) await this.queues.add(providerEventsQueue, { organizationId }, { once: organizationId });
      if (stored > 0) this.live.publish('event-hooks', hookId);
      const { events, foreign, ignored } = received;
      return { stored, repeated: events.length - stored, ignored: foreign + ignored };
    });
  }

  async #organizationOf(hookId: string): Promise<string> {
    if (!uuid.safeParse(hookId).success) throw unknownHook();
    const [found]: { organizationId: string | null }[] = await this.source.query(organizationOfHook, [hookId]);
    if (!found?.organizationId) throw unknownHook();
    return found.organizationId;
  }

  /** What a batch repeats is stored once, the first of it. */
  async #store(hookId: string, { events, foreign, ignored }: Received): Promise<{ stored: number }> {
    if (events.length + foreign + ignored === 0) return { stored: 0 };
    const each = [...new Map(events.toReversed().map((event) => [event.sourceId, event])).values()];
    const row = await this.db.transaction(() =>
      this.db.row<{ stored: number }>(storeEvents, [
        hookId,
        ignored,
        foreign,
        each.map(({ sourceId }) => sourceId),
        each.map(({ deliveryId }) => deliveryId),
        each.map(({ payload }) => JSON.stringify(payload)),
        this.clock.now(),
      ]),
    );
    return row ?? { stored: 0 };
  }

  /** A secret sealed with another key is as good as none: every signature is wrong until it is entered again. */
  #open(hookId: string, { verificationKey, topicArn, sealed, keyId }: StoredKeys): HookKeys {
    const isOurs = sealed !== null && keyId === this.box.keyId;
    const secret = isOurs ? this.box.open(sealed, purposeOfHook(currentScope().organizationId, hookId)) : null;
    return { verificationKey, topicArn, secret };
  }
}

function unknownHook() {
  return notFound('event-hook');
}
