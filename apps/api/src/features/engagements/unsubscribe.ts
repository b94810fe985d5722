import { Injectable } from '@nestjs/common';
import type { ConsentSource } from '@engagex/domain/preferences';
import { afterCommit, retryingDeadlocks, runInScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { subscribeAgain, unsubscribeContact } from '../contacts/index.ts';
import { noteOrigin } from '../preferences/index.ts';
import { countEngaged } from './count-engaged.ts';
import { lockPerson, messageOf } from './engagements.queries.ts';
import type { Shown } from './pages.ts';
import type { TrackedMessage } from './tracking-token.ts';

/** The person behind an unsubscribe link. */
export interface Addressee extends Shown {
  readonly campaignId: string;
  readonly contactId: string;
  readonly language: string | null;
  readonly subscription: 'subscribed' | 'unsubscribed';
}

/** Who follows a link. */
export interface Client {
  readonly userAgent: string | null;
  readonly address: string | null;
}

@Injectable()
export class Unsubscribes {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  /** Who a message went to; null when there is no such delivery (any more). */
  async addressee(message: TrackedMessage): Promise<Addressee | null> {
    return inScopeOf(message, () => this.db.transaction(() => this.db.row<Addressee>(messageOf, [message.deliveryId])));
  }

  /** Stored before it resolves. Doing it twice changes nothing. */
  async unsubscribe(
    message: TrackedMessage,
    client: Client,
    source: ConsentSource = 'unsubscribe_link',
  ): Promise<Addressee | null> {
    return inScopeOf(message, () =>
      retryingDeadlocks(() => this.db.transaction(() => this.#unsubscribe(message, client, source))),
    );
  }

  /**
   * Takes back what the link of this message took just now, and nothing else; `read` is what the person read on the
   * button. Too late, twice, or after anything else has happened, it changes nothing.
   */
  async undo(
    message: TrackedMessage,
    { address }: Client,
    source: ConsentSource,
    read: string,
  ): Promise<Addressee | null> {
    return inScopeOf(message, () =>
      retryingDeadlocks(() =>
        this.db.transaction(async () => {
          await this.db.rows(lockPerson, [message.deliveryId]);
          const addressee = await this.db.row<Addressee>(messageOf, [message.deliveryId]);
          if (!addressee?.isUndoable) return addressee;
          await noteOrigin(this.db, { source, wording: `Unsubscribed by mistake: “${read}”`, address });
          await this.db.rows(subscribeAgain, [addressee.contactId, this.clock.now()]);
          afterCommit(() => {
            this.live.publish('campaigns', addressee.campaignId);
            this.live.publish('contacts', addressee.contactId);
            for (const noun of ['preferences', 'suppressions', 'analytics'] as const) this.live.publish(noun);
          });
          return { ...addressee, subscription: 'subscribed', isUndoable: false };
        }),
      ),
    );
  }

  async #unsubscribe(
    { deliveryId }: TrackedMessage,
    { userAgent, address }: Client,
    source: ConsentSource,
  ): Promise<Addressee | null> {
    const addressee = await this.db.row<Addressee>(messageOf, [deliveryId]);
    if (!addressee) return null;
    const now = this.clock.now();
    await noteOrigin(this.db, { source, address });
    const changed = await this.db.row(unsubscribeContact, [addressee.contactId, now]);
    if (!changed) return addressee;
    const isFirst = !(await this.db.row(
      `select 1 from engagements where delivery_id = $1 and kind = 'unsubscribe' limit 1`,
      [deliveryId],
    ));
    await this.db.rows(
      `insert into engagements (campaign_id, delivery_id, kind, at, user_agent) values ($1, $2, 'unsubscribe', $3, $4)`,
      [addressee.campaignId, deliveryId, now, userAgent],
    );
    const { campaignId } = addressee;
    const at = new Date(Math.floor(now.getTime() / 10_000) * 10_000);
    // Whoever comes back and leaves once more by the same message is one person.
    if (isFirst) await countEngaged(this.db, [{ campaignId, kind: 'unsubscribe', at, people: 1 }]);
    afterCommit(() => {
      this.live.publish('campaigns', addressee.campaignId);
      this.live.publish('contacts', addressee.contactId);
    });
    return this.db.row<Addressee>(messageOf, [deliveryId]);
  }
}

function inScopeOf<T>({ organizationId }: TrackedMessage, work: () => Promise<T>): Promise<T> {
  return runInScope({ organizationId, actor: { kind: 'system', name: 'unsubscribe' } }, work);
}
