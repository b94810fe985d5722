import { Injectable } from '@nestjs/common';
import { afterCommit, rowsOf, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { settleConversions } from './settle-conversions.queries.ts';

const first = '00000000-0000-0000-0000-000000000000';

/** What conversions of a campaign come to; without a campaign, those that are attributed to none. */
interface CampaignResult {
  readonly campaignId: string | null;
  readonly name: string | null;
  readonly currency: string | null;
  readonly conversions: string;
  readonly revenue: string | null;
}

/** Decides conversions again by the rules of today, in the open transaction, and keeps the decisions that change. */
@Injectable()
export class ReplayDecisions {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** The next decided conversions by id, at most so many; those of people who were erased stay as they are. */
  async next(replayId: string, after: string | null, most: number) {
    const ids = (await this.db.rows<{ id: string }>(nextDecided, [after ?? first, most])).map(({ id }) => id);
    if (ids.length === 0) return { last: null, examined: 0, changed: 0 };
    const now = this.clock.now();
    await this.db.rows(keepDecisions, [replayId, ids]);
    await this.db.rows(reopen, [ids, now]);
    await this.db.rows(settleConversions, [ids, now, 'infinity']);
    const changed = ids.length - (await this.db.affected(dropSame, [replayId, ids]));
    this.#announce();
    return { last: ids.at(-1) ?? null, examined: ids.length, changed };
  }

  /** Puts back up to so many decisions that a replay replaced; resolves to how many there were. */
  async undo(replayId: string, most: number): Promise<number> {
    const row = await this.db.row<{ restored: number }>(restoreDecisions, [replayId, most]);
    this.#announce();
    return row?.restored ?? 0;
  }

  results() {
    return this.db.answersTo([rowsOf<CampaignResult>(resultsByCampaign, [])]);
  }

  #announce(): void {
    afterCommit(() => this.live.publish('attributions'));
  }
}

const nextDecided = `
  select id from conversions where organization_id = current_organization() and id > $1 and decided_at is not null and person_id is not null
  order by id limit $2 for no key update`;

const decision = 'outcome, campaign_id, delivery_id, touch, touched_at, link_position, via';

const keepDecisions = `
  insert into conversion_decisions (replay_id, conversion_id, ${decision}, decided_at)
  select $1, id, ${decision}, decided_at from conversions where id = any ($2::uuid[]) order by id on conflict do nothing`;

/** When it is to be decided stays, and is over: it is decided again at once. */
const reopen = `update conversions set decided_at = null, due_at = $2 where id = any ($1::uuid[])`;

/** What was decided the same was decided then, and needs no keeping. */
const dropSame = `
  with same as (
    delete from conversion_decisions d using conversions c
    where d.replay_id = $1 and d.conversion_id = any ($2::uuid[]) and c.organization_id = d.organization_id and c.id = d.conversion_id
      and (c.outcome, c.campaign_id, c.delivery_id, c.touch, c.touched_at) is not distinct from
        (d.outcome, d.campaign_id, d.delivery_id, d.touch, d.touched_at)
    returning d.organization_id, d.conversion_id, d.decided_at)
  update conversions c set decided_at = s.decided_at from same s
  where c.organization_id = s.organization_id and c.id = s.conversion_id`;

const restoreDecisions = `
  with replaced as materialized (
    delete from conversion_decisions where (organization_id, replay_id, conversion_id) in (
      select organization_id, replay_id, conversion_id from conversion_decisions where replay_id = $1 order by conversion_id limit $2)
    returning *),
  restored as (
    update conversions c set outcome = s.outcome, campaign_id = s.campaign_id, delivery_id = s.delivery_id, touch = s.touch,
      touched_at = s.touched_at, link_position = s.link_position, via = s.via, decided_at = s.decided_at, due_at = null
    from replaced s where c.organization_id = s.organization_id and c.id = s.conversion_id and c.person_id is not null)
  select count(*)::int as restored from replaced`;

const resultsByCampaign = `
  select c.campaign_id as "campaignId", k.name, c.currency, count(*)::bigint as conversions,
    trim_scale(sum(c.amount - c.refunded))::text as revenue
  from conversions c left join campaigns k on k.organization_id = c.organization_id and k.id = c.campaign_id
  group by c.campaign_id, k.name, c.currency order by k.name, c.campaign_id, c.currency`;
