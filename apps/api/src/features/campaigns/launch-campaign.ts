import { Injectable } from '@nestjs/common';
import type { Campaign, Plan } from '@engagex/domain/campaigns';
import { conflict, invalid } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { refreshStatistics } from '../../platform/statistics.ts';
import { Clock } from '../../ports/clock.ts';
import type { CompiledTemplate } from '../templates/index.ts';
import { assertApproved, needsApproval } from './approved-version.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { turnsOf } from './campaign-turns.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';
import { freezeAudience } from './campaigns.queries.ts';
import { assertExpected, CampaignsService } from './campaigns.service.ts';
import { beingDeleted, notReady, ReviewCampaign, type Reviewed } from './review-campaign.ts';

/** Chains of batches per campaign: while one waits for its claim, the other keeps the transport busy. */
const chains = 2;

@Injectable()
export class LaunchCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly reviewer: ReviewCampaign,
    private readonly wakeUps: CampaignWakeUps,
    private readonly audience: CampaignAudience,
  ) {}

  /** Sends now: at once, or when the time there is to undo it is over. */
  async launch(id: string, expectedPeople: number | undefined): Promise<Campaign> {
    return this.#send(id, { plan: { kind: 'now' }, expectedPeople });
  }

  /** Has it sent at the time of this plan, or of the draft's own. */
  async schedule(id: string, sending: Sending): Promise<Campaign> {
    if (sending.plan?.kind === 'now') throw noTime();
    return this.#send(id, sending);
  }

  /**
   * Takes a draft on its way: it waits for its time, or its content is frozen now and the worker freezes the
   * audience. Compiles outside of any transaction.
   */
  async #send(id: string, { plan, expectedPeople }: Sending): Promise<Campaign> {
    const reviewed = await this.reviewer.review(id);
    return this.db.transaction(async () => {
      await this.#assertStays();
      const campaign = await this.campaigns.lock(id);
      const around = await this.reviewer.surroundings();
      if (plan) campaign.plan = plan;
      if (plan?.kind !== 'now' && campaign.plan.kind === 'now') throw noTime();
      const now = this.clock.now();
      campaign.send(now, around);
      const content = contentOf(reviewed);
      await assertApproved(this.db, campaign, reviewed.template);
      const { people } = await this.reviewer.count(campaign, around, now);
      if (people === 0) throw nobody();
      assertExpected(expectedPeople, people);
      noteAudit({ after: { people } });
      campaign.updatedById = currentUserId();
      if (campaign.status === 'launching') await this.#begin(campaign, content);
      return this.campaigns.save(campaign);
    });
  }

  /** Moves a scheduled campaign to another time. */
  async reschedule(id: string, plan: Plan): Promise<Campaign> {
    const { template } = await this.reviewer.review(id);
    return this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      if (plan.kind === 'now') throw noTime();
      campaign.reschedule(plan, this.clock.now(), await this.reviewer.surroundings());
      await assertApproved(this.db, campaign, template);
      return this.campaigns.save(campaign);
    });
  }

  /**
   * Starts a scheduled campaign whose time has come, as Send would have. What keeps it from starting brings it back
   * as a draft that says so. Whoever comes second finds it started.
   */
  async start(id: string): Promise<void> {
    const reviewed = await this.reviewer.review(id);
    await this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      const now = this.clock.now();
      if (!campaign.isDueToStart(now)) return;
      const problem = await this.#whyNotStart(campaign, reviewed);
      if (problem) campaign.abort(`It could not start when its time came: ${problem}`);
      else await this.#start(campaign, now, reviewed);
      await this.campaigns.save(campaign);
    });
  }

  async #start(campaign: Campaign, now: Date, reviewed: Reviewed): Promise<void> {
    campaign.start(now);
    await this.#begin(campaign, contentOf(reviewed));
  }

  async #whyNotStart(campaign: Campaign, { review, template }: Reviewed): Promise<string | null> {
    const error = review.problems.find(({ severity }) => severity === 'error');
    if (error) return error.message;
    if (await needsApproval(this.db, campaign, template))
      return 'It was changed after it was approved. Ask for approval anew.';
    return null;
  }

  async #begin({ id }: Campaign, content: CompiledTemplate): Promise<void> {
    await this.#freezeContent(id, content);
    afterCommit(() => this.wakeUps.wake(id));
  }

  /**
   * Freezes the audience: one row per person, and from then on the ledger adds up to their number. A campaign whose
   * audience emptied meanwhile becomes a draft again.
   */
  async freeze(id: string): Promise<void> {
    await this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      if (campaign.status !== 'launching') return;
      const parameters: unknown[] = [id, campaign.topicId];
      const who = await this.audience.of(campaign, parameters);
      const { timeZone } = await this.reviewer.surroundings();
      const plannedAt = campaign.plannedAt ?? this.clock.now();
      const turns = turnsOf(who, { plan: campaign.plan, timeZone, plannedAt }, parameters);
      const audience = await this.db.affected(freezeAudience(turns), parameters);
      if (audience === 0) {
        campaign.abort(
          'Nobody was left in the chosen audience when the campaign started. Choose another group or segment.',
        );
      } else {
        campaign.freeze(audience);
        afterCommit(() => refreshStatistics(this.db, audience));
        for (let chain = 0; chain < chains; chain += 1) afterCommit(() => this.wakeUps.wake(id));
      }
      await this.campaigns.save(campaign);
    });
  }

  /** The lock makes a deletion that is asked for at the same moment come after the launch, or before it. */
  async #assertStays(): Promise<void> {
    const isDeleting = await this.db.row<{ yes: boolean }>(
      'select deletes_at is not null as yes from organizations where id = current_organization() for share',
    );
    if (isDeleting?.yes) throw conflict('organization.deleting', beingDeleted);
  }

  async #freezeContent(campaignId: string, { subject, html, text, links }: CompiledTemplate): Promise<void> {
    // A launch that was taken back left its content behind.
    await this.db.rows('delete from campaign_links where campaign_id = $1', [campaignId]);
    await this.db.rows('delete from campaign_contents where campaign_id = $1', [campaignId]);
    await this.db.rows('insert into campaign_contents (campaign_id, subject, html, text) values ($1, $2, $3, $4)', [
      campaignId,
      subject,
      html,
      text,
    ]);
    await this.db.rows(
      `insert into campaign_links (campaign_id, position, url)
       select $1, position - 1, url from unnest($2::text[]) with ordinality as link (url, position)`,
      [campaignId, links],
    );
  }
}

interface Sending {
  readonly plan?: Plan | undefined;
  readonly expectedPeople?: number | undefined;
}

/** The reviewed content; the time is not looked at here, the campaign itself has judged the one it is sent with. */
function contentOf({ review, content }: Reviewed): CompiledTemplate {
  const problems = review.problems.filter(({ path }) => path[0] !== 'plan');
  notReady({ ...review, problems });
  if (!content) throw conflict('campaign.not-ready', 'Choose a template.');
  return content;
}

const noTime = () =>
  invalid('campaign.no-time', 'Choose a time, or send it now.', [{ path: ['plan'], message: 'Choose a time.' }]);

const nobody = () =>
  conflict('campaign.not-ready', 'Nobody in this audience can be mailed. Choose another group or segment, or time.');
