import { Injectable } from '@nestjs/common';
import { type Campaign, stagesOf } from '@engagex/domain/campaigns';
import { conflict, DomainError } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { refreshStatistics } from '../../platform/statistics.ts';
import { Clock } from '../../ports/clock.ts';
import { shiftLinks } from '../templates/index.ts';
import { ReceivingDomains } from '../transports/index.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';
import { audienceDomains, freezeAudience, freezeInStages, noteReceivers, pendingOfStage } from './campaigns.queries.ts';
import { assertExpected, CampaignsService } from './campaigns.service.ts';
import { beingDeleted, ReviewCampaign, type Reviewed, type VariantContent } from './review-campaign.ts';

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
    private readonly domains: ReceivingDomains,
  ) {}

  /** Freezes the content now and lets the worker freeze the audience. Compiles outside of any transaction. */
  async launch(id: string, expectedPeople: number | undefined): Promise<Campaign> {
    const reviewed = await this.reviewer.review(id);
    return this.db.transaction(async () => {
      await this.#assertStays();
      const campaign = await this.campaigns.lock(id);
      campaign.launch(this.clock.now());
      const contents = contentsOf(reviewed);
      const { people } = await this.reviewer.count(campaign);
      assertExpected(expectedPeople, people);
      noteAudit({ after: { people } });
      await this.#freezeContents(id, contents);
      campaign.updatedById = currentUserId();
      afterCommit(() => this.wakeUps.wake(id));
      return this.campaigns.save(campaign);
    });
  }

  /**
   * Freezes the audience: one row per person, and from then on the ledger adds up to their number. A campaign whose
   * audience emptied meanwhile becomes a draft again.
   */
  async freeze(id: string): Promise<void> {
    await this.domains.learn(await this.#domainsOf(id));
    await this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      if (campaign.status !== 'launching') return;
      const audience = await this.#freezeAudience(campaign);
      if (audience === 0) {
        campaign.abort(
          'Nobody was left in the chosen audience when the campaign started. Choose another group or segment.',
        );
      } else {
        await this.#markFrozen(campaign, audience);
        await this.db.rows(noteReceivers, [id]);
        afterCommit(() => refreshStatistics(this.db, audience));
        for (let chain = 0; chain < chains; chain += 1) afterCommit(() => this.wakeUps.wake(id));
      }
      await this.campaigns.save(campaign);
    });
  }

  /** Whose mail exchangers are asked for before the audience is frozen. */
  async #domainsOf(id: string): Promise<string[]> {
    return this.db.transaction(async () => {
      const parameters: unknown[] = [];
      const who = await this.audience.of(await this.campaigns.get(id), parameters);
      return (await this.db.rows<{ domain: string }>(audienceDomains(who), parameters)).map(({ domain }) => domain);
    });
  }

  /** Everyone at once, or the first of them and the rest after. */
  async #freezeAudience(campaign: Campaign): Promise<number> {
    const plan = stagesOf(campaign);
    const parameters: unknown[] = [campaign.id, campaign.topicId];
    if (plan) parameters.push(plan.groups, plan.percent, plan.people);
    const who = await this.audience.of(campaign, parameters);
    return this.db.affected(plan ? freezeInStages(who) : freezeAudience(who), parameters);
  }

  async #markFrozen(campaign: Campaign, audience: number): Promise<void> {
    if (!stagesOf(campaign)) return campaign.freeze(audience);
    const first = await this.db.row<{ people: number }>(pendingOfStage, [campaign.id, 0]);
    campaign.freezeInStages(audience, first?.people ?? 0, this.clock.now());
  }

  /** The lock makes a deletion that is asked for at the same moment come after the launch, or before it. */
  async #assertStays(): Promise<void> {
    const isDeleting = await this.db.row<{ yes: boolean }>(
      'select deletes_at is not null as yes from organizations where id = current_organization() for share',
    );
    if (isDeleting?.yes) throw conflict('organization.deleting', beingDeleted);
  }

  /** Positions of links go on from one variant to the next, so that each is one link of the campaign. */
  async #freezeContents(campaignId: string, contents: readonly VariantContent[]): Promise<void> {
    // A launch that was taken back left its content behind.
    await this.db.rows('delete from campaign_links where campaign_id = $1', [campaignId]);
    await this.db.rows('delete from campaign_contents where campaign_id = $1', [campaignId]);
    const links: string[] = [];
    for (const [variant, { senderName, content }] of contents.entries()) {
      const [html, text] = [content.html, content.text].map((part) => shiftLinks(part, links.length));
      await this.db.rows(
        `insert into campaign_contents (campaign_id, variant, subject, html, text, sender_name) values ($1, $2, $3, $4, $5, $6)`,
        [campaignId, variant, content.subject, html, text, senderName],
      );
      links.push(...content.links);
    }
    await this.db.rows(
      `insert into campaign_links (campaign_id, position, url)
       select $1, position - 1, url from unnest($2::text[]) with ordinality as link (url, position)`,
      [campaignId, links],
    );
  }
}

function contentsOf({ review, contents }: Reviewed): readonly VariantContent[] {
  const errors = review.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    throw new DomainError('invalid', 'campaign.not-ready', errors[0]?.message ?? 'Something is missing.', {
      errors,
    });
  }
  if (contents.length === 0) throw conflict('campaign.not-ready', 'Choose a template.');
  return contents;
}
