import { Injectable } from '@nestjs/common';
import type { Verdicts } from '@engagex/domain/engagements';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, retryingDeadlocks, rowsOf, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../../platform/audit/request-context.ts';
import { Live } from '../../../platform/live/live.ts';
import { Queues } from '../../../platform/queues.ts';
import { hitsByReason, judgingOf } from './hits.queries.ts';
import { rulesVersion } from './rules.ts';
import { type ChangedVerdicts, judgeAgain } from './store-hits.ts';

export const judgementsQueue = 'judgements';

/** Deliveries in a transaction: who follows a link meanwhile waits for it. */
const atOnce = 200;

interface Judgement {
  readonly afterId: string | null;
  readonly messages: number | null;
}

/** $1 campaign. Asked for again while it is under way, it begins anew. */
const ask = `
  insert into judgements (campaign_id) select id from campaigns where id = $1 and deleted_at is null
  on conflict (organization_id, campaign_id) do update set asked_at = now(), after_id = null, deliveries = null, judged = 0,
    opens_to_machines = 0, clicks_to_machines = 0, opens_to_people = 0, clicks_to_people = 0
  returning campaign_id`;

/** $1 campaign: how far it is. Two workers take turns. */
const judgementOf = `select after_id as "afterId", deliveries as "messages" from judgements where campaign_id = $1 for update`;

/** $1 campaign, $2 after this delivery or null, $3 how many at most: those with opens or clicks. */
const engagedAfter = `
  select distinct delivery_id as id from engagements
  where campaign_id = $1 and kind <> 'unsubscribe' and ($2::uuid is null or delivery_id > $2) order by 1 limit $3`;

/** $1 campaign: how many there are in all. */
const engaged = `
  select count(distinct delivery_id)::int as messages from engagements where campaign_id = $1 and kind <> 'unsubscribe'`;

/** $1 campaign, $2 the last delivery of these, $3 how many, $4 to $7 what changed, $8 how many there are in all. */
const noteJudged = `
  update judgements set after_id = coalesce($2, after_id), judged = judged + $3, opens_to_machines = opens_to_machines + $4,
    clicks_to_machines = clicks_to_machines + $5, opens_to_people = opens_to_people + $6,
    clicks_to_people = clicks_to_people + $7, deliveries = greatest($8, judged + $3)
  where campaign_id = $1`;

/** $1 campaign, $2 the rules: it is done. */
const noteResult = `
  with done as (delete from judgements where campaign_id = $1 returning *)
  insert into judgement_results (campaign_id, rules, deliveries, opens_to_machines, clicks_to_machines, opens_to_people, clicks_to_people)
  select campaign_id, $2, judged, opens_to_machines, clicks_to_machines, opens_to_people, clicks_to_people from done
  on conflict (organization_id, campaign_id) do update set finished_at = now(), rules = excluded.rules,
    deliveries = excluded.deliveries, opens_to_machines = excluded.opens_to_machines,
    clicks_to_machines = excluded.clicks_to_machines, opens_to_people = excluded.opens_to_people,
    clicks_to_people = excluded.clicks_to_people`;

const nothing: ChangedVerdicts = { opensToMachines: 0, clicksToMachines: 0, opensToPeople: 0, clicksToPeople: 0 };

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

  async get(campaignId: string): Promise<Verdicts> {
    const [reasons, [judging]] = await this.db.answersTo([
      rowsOf<Verdicts['reasons'][number]>(hitsByReason, [campaignId]),
      rowsOf<Pick<Verdicts, 'judging' | 'last'>>(judgingOf, [campaignId]),
    ]);
    if (!judging) throw notFound('campaign');
    const { last } = judging;
    // A time in JSON names its zone in another way than the contract has it.
    return { reasons, ...judging, last: last && { ...last, finishedAt: new Date(last.finishedAt).toISOString() } };
  }

  async run(campaignId: string): Promise<void> {
    while (await retryingDeadlocks(() => this.db.transaction(() => this.#judgeSome(campaignId))))
      this.live.publish('campaigns', campaignId);
    this.live.publish('campaigns', campaignId);
    this.live.publish('deliveries', campaignId);
  }

  /** It is not tried again on its own: the numbers stay as they are. */
  async giveUp(campaignId: string): Promise<void> {
    await this.db.transaction(() => this.db.rows('delete from judgements where campaign_id = $1', [campaignId]));
  }

  async #judgeSome(campaignId: string): Promise<boolean> {
    const judgement = await this.db.row<Judgement>(judgementOf, [campaignId]);
    if (!judgement) return false;
    const some = await this.db.rows<{ id: string }>(engagedAfter, [campaignId, judgement.afterId, atOnce]);
    const messages =
      judgement.messages ?? (await this.db.row<{ messages: number }>(engaged, [campaignId]))?.messages ?? 0;
    const ids = some.map(({ id }) => id);
    const { opensToMachines, clicksToMachines, opensToPeople, clicksToPeople } =
      ids.length > 0 ? await judgeAgain(this.db, ids) : nothing;
    const changed = [opensToMachines, clicksToMachines, opensToPeople, clicksToPeople];
    await this.db.rows(noteJudged, [campaignId, ids.at(-1) ?? null, ids.length, ...changed, messages]);
    if (ids.length < atOnce) await this.db.rows(noteResult, [campaignId, rulesVersion]);
    return ids.length === atOnce;
  }
}
