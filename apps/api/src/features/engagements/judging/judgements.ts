import { Injectable } from '@nestjs/common';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../../platform/audit/request-context.ts';
import { Live } from '../../../platform/live/live.ts';
import { Queues } from '../../../platform/queues.ts';
import { judgeAgain } from './store-hits.ts';

export const judgementsQueue = 'judgements';

/** Deliveries in a transaction: who follows a link meanwhile waits for it. */
const atOnce = 200;

interface Judgement {
  readonly afterId: string | null;
}

/** $1 campaign. Asked for again while it is under way, it begins anew. */
const ask = `
  insert into judgements (campaign_id) select id from campaigns where id = $1 and deleted_at is null
  on conflict (organization_id, campaign_id) do update set asked_at = now(), after_id = null returning campaign_id`;

/** $1 campaign: how far it is. Two workers take turns. */
const judgementOf = `select after_id as "afterId" from judgements where campaign_id = $1 for update`;

/** $1 campaign, $2 after this delivery or null, $3 how many at most: those with opens or clicks. */
const engagedAfter = `
  select distinct delivery_id as id from engagements
  where campaign_id = $1 and kind <> 'unsubscribe' and ($2::uuid is null or delivery_id > $2) order by 1 limit $3`;

/** Judges what is stored of a campaign again, some deliveries at a time; the numbers are right at every moment. */
@Injectable()
export class Judgements {
  constructor(
    private readonly db: TenantDb,
    private readonly queues: Queues,
    private readonly live: Live,
  ) {}

  /** In the open transaction. */
  async ask(campaignId: string): Promise<void> {
    if (!(await this.db.row(ask, [campaignId]))) throw notFound('campaign');
    noteAudit({ after: { judgement: 'asked' } });
    afterCommit(() => this.queues.add(judgementsQueue, { campaignId }, { once: campaignId }));
  }

  async run(campaignId: string): Promise<void> {
    while (await retryingDeadlocks(() => this.db.transaction(() => this.#judgeSome(campaignId))));
    this.live.publish('campaigns', campaignId);
    this.live.publish('deliveries', campaignId);
  }

  /** It is not tried again on its own: the numbers stay as they are. */
  async giveUp(campaignId: string): Promise<void> {
    await this.db.transaction(() => this.#end(campaignId));
  }

  async #judgeSome(campaignId: string): Promise<boolean> {
    const judgement = await this.db.row<Judgement>(judgementOf, [campaignId]);
    if (!judgement) return false;
    const some = await this.db.rows<{ id: string }>(engagedAfter, [campaignId, judgement.afterId, atOnce]);
    if (some.length > 0)
      await judgeAgain(
        this.db,
        some.map(({ id }) => id),
      );
    if (some.length < atOnce) await this.#end(campaignId);
    else
      await this.db.rows('update judgements set after_id = $2 where campaign_id = $1', [campaignId, some.at(-1)?.id]);
    return some.length === atOnce;
  }

  async #end(campaignId: string): Promise<void> {
    await this.db.rows('delete from judgements where campaign_id = $1', [campaignId]);
  }
}
