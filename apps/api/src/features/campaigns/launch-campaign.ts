import { Injectable } from '@nestjs/common';
import type { Campaign } from '@engagex/domain/campaigns';
import { conflict, DomainError } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { refreshStatistics } from '../../platform/statistics.ts';
import { Clock } from '../../ports/clock.ts';
import type { CompiledTemplate } from '../templates/index.ts';
import { ReceivingDomains } from '../transports/index.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';
import { audienceDomains, freezeAudience, noteReceivers } from './campaigns.queries.ts';
import { assertExpected, CampaignsService } from './campaigns.service.ts';
import { beingDeleted, ReviewCampaign, type Reviewed } from './review-campaign.ts';

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
      const content = contentOf(reviewed);
      const { people } = await this.reviewer.count(campaign);
      assertExpected(expectedPeople, people);
      noteAudit({ after: { people } });
      await this.#freezeContent(id, content);
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
      const parameters: unknown[] = [id, campaign.topicId];
      const who = await this.audience.of(campaign, parameters);
      const audience = await this.db.affected(freezeAudience(who), parameters);
      if (audience === 0) {
        campaign.abort(
          'Nobody was left in the chosen audience when the campaign started. Choose another group or segment.',
        );
      } else {
        campaign.freeze(audience);
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

function contentOf({ review, content }: Reviewed): CompiledTemplate {
  const errors = review.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    throw new DomainError('invalid', 'campaign.not-ready', errors[0]?.message ?? 'Something is missing.', {
      errors,
    });
  }
  if (!content) throw conflict('campaign.not-ready', 'Choose a template.');
  return content;
}
