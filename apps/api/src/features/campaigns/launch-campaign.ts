import { Injectable } from '@nestjs/common';
import { type Campaign, mayJoin, type Plan, type PlanContext, stagesOf } from '@engagex/domain/campaigns';
import { conflict, invalid } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { refreshStatistics } from '../../platform/statistics.ts';
import { Clock } from '../../ports/clock.ts';
import { TestBeforeSending } from '../delivery-tests/index.ts';
import { RunDomainCheck } from '../domain-checks/index.ts';
import { replaceLinks } from '../engagements/index.ts';
import { Notifications } from '../notifications/index.ts';
import { keepReferences } from '../references/index.ts';
import { shiftLinks } from '../templates/index.ts';
import { ReceivingDomains } from '../transports/index.ts';
import { Allowances } from '../plans/index.ts';
import { ApprovalGate } from './approval-gate.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { dueTimesOf } from './due-times.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';
import {
  audienceDomains,
  freezeAudience,
  freezeContent,
  freezeInStages,
  freezeTranslation,
  joinedSince,
  noteMailboxProviders,
  pendingOfStage,
  pendingPeople,
} from './campaigns.queries.ts';
import { tooMany } from './emails-left.ts';
import { assertExpected, CampaignsService } from './campaigns.service.ts';
import { beingDeleted, notReady, ReviewCampaign, type Reviewed } from './review-campaign.ts';
import type { VariantContent } from './review-contents.ts';

/** Chains of batches per campaign: while one waits for its claim, the other keeps the transport busy. */
export const chains = 2;

@Injectable()
export class LaunchCampaign {
  constructor(
    private readonly gate: ApprovalGate,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly reviewer: ReviewCampaign,
    private readonly wakeUps: CampaignWakeUps,
    private readonly audience: CampaignAudience,
    private readonly domains: ReceivingDomains,
    private readonly notifications: Notifications,
    private readonly senderDomains: RunDomainCheck,
    private readonly tests: TestBeforeSending,
    private readonly allowances: Allowances,
  ) {}

  /** Sends now: at once, or when the time there is to undo it is over. */
  async launch(id: string, agreed: Agreed): Promise<Campaign> {
    return this.#send(id, { plan: { kind: 'now' }, ...agreed });
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
  async #send(id: string, { plan, ...agreed }: Sending): Promise<Campaign> {
    await this.#checkSender(id);
    const reviewed = await this.reviewer.review(id);
    return this.db.transaction(async () => {
      await assertStays(this.db);
      const campaign = await this.campaigns.lock(id);
      await keepReferences(this.db);
      const context = await this.reviewer.planContext();
      if (plan) campaign.plan = plan;
      if (plan?.kind !== 'now' && campaign.plan.kind === 'now') throw noTime();
      await this.#take(campaign, reviewed, { context, ...agreed });
      campaign.updatedById = currentUserId();
      return this.campaigns.save(campaign);
    });
  }

  /**
   * Takes a draft that was approved on its way, as it is planned; in the transaction of the approval, which has asked
   * `assertStays` and locked the campaign.
   */
  async sendApproved(campaign: Campaign, reviewed: Reviewed, agreed: Agreed): Promise<void> {
    await keepReferences(this.db);
    await this.#take(campaign, reviewed, { context: await this.reviewer.planContext(), ...agreed });
    await this.campaigns.save(campaign);
  }

  async #take(
    campaign: Campaign,
    reviewed: Reviewed,
    { context, expectedPeople, acceptedTestId }: Taking,
  ): Promise<void> {
    const now = this.clock.now();
    campaign.send(now, context);
    const contents = contentsOf(reviewed);
    await this.gate.assertOpen(campaign, reviewed.templates);
    const [missing] = await this.audience.problemsWithParts(campaign);
    if (missing) throw conflict('campaign.not-ready', missing.message);
    const { people } = await this.reviewer.count(campaign, context, now);
    if (people === 0) throw nobody();
    assertExpected(expectedPeople, people);
    const approved = (await this.gate.approvedPeople(campaign.id)) ?? people;
    if (people > approved + mayJoin(approved)) throw outgrown(people, approved);
    campaign.agreedPeople = people;
    noteAudit({ after: { people } });
    await this.tests.assertAccepted(campaign, acceptedTestId);
    if (campaign.status === 'launching') await this.#begin(campaign, contents);
  }

  /** Moves a scheduled campaign to another time. */
  async reschedule(id: string, plan: Plan): Promise<Campaign> {
    const { templates } = await this.reviewer.review(id);
    return this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      if (plan.kind === 'now') throw noTime();
      campaign.reschedule(plan, this.clock.now(), await this.reviewer.planContext());
      await this.gate.assertOpen(campaign, templates);
      return this.campaigns.save(campaign);
    });
  }

  /**
   * Starts a scheduled campaign whose time has come, as Send would have. What keeps it from starting brings it back
   * as a draft that says so. A second caller finds it started.
   */
  async start(id: string): Promise<void> {
    await this.#checkSender(id);
    const reviewed = await this.reviewer.review(id);
    await this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      await keepReferences(this.db);
      const now = this.clock.now();
      if (!campaign.isDueToStart(now)) return;
      const problem = await this.#whyNotStart(campaign, reviewed);
      await this.tests.ensure(campaign.senderEmail);
      if (problem) await this.#abort(campaign, `It could not start on time: ${problem}`);
      else await this.#start(campaign, now, reviewed);
      await this.campaigns.save(campaign);
    });
  }

  /** The records of its sender's domain may be gone since they were last looked at. */
  async #checkSender(id: string): Promise<void> {
    const { senderEmail } = await this.db.transaction(() => this.campaigns.get(id));
    if (senderEmail) await this.senderDomains.beforeStart(senderEmail);
  }

  async #start(campaign: Campaign, now: Date, reviewed: Reviewed): Promise<void> {
    campaign.start(now);
    await this.#begin(campaign, contentsOf(reviewed));
  }

  /** It is a draft again, and those who can fix it are notified. */
  async #abort(campaign: Campaign, reason: string): Promise<void> {
    campaign.abort(reason);
    await this.notifications.raise(campaign.id, 'not_started', reason);
  }

  async #whyNotStart(campaign: Campaign, { review, templates }: Reviewed): Promise<string | null> {
    const error = review.problems.find(({ severity }) => severity === 'error');
    if (error) return error.message;
    const [missing] = [
      ...(await this.audience.problems(campaign)),
      ...(await this.audience.problemsWithParts(campaign)),
    ];
    if (missing) return missing.message;
    const failed = await this.tests.problemWith(campaign);
    if (failed) return failed;
    if (await this.gate.isClosed(campaign, templates))
      return 'It was changed after it was approved. Request approval again.';
    return null;
  }

  async #begin({ id }: Campaign, contents: readonly VariantContent[]): Promise<void> {
    await this.#freezeContents(id, contents);
    afterCommit(() => this.wakeUps.wake(id));
  }

  /**
   * Freezes the audience: one row per person, and from then on the ledger adds up to their number. A campaign whose
   * audience emptied meanwhile, or cannot be told any more, or is larger than was agreed, becomes a draft again that says
   * so: nothing of it was sent, and whoever sends it again agrees to the new number.
   */
  async freeze(id: string): Promise<void> {
    await this.domains.resolve(await this.#domainsOf(id));
    try {
      await this.db.transaction(() => this.#freeze(id));
    } catch (error) {
      if (!(error instanceof NotAsAgreed)) throw error;
      await this.db.transaction(async () => {
        const campaign = await this.campaigns.lock(id);
        if (campaign.status !== 'launching') return;
        await this.#abort(campaign, error.message);
        await this.campaigns.save(campaign);
      });
    }
  }

  /** Rolled back, with the rows it has inserted by then, when it throws that it is not as agreed. */
  async #freeze(id: string): Promise<void> {
    const campaign = await this.campaigns.lock(id);
    if (campaign.status !== 'launching') return;
    await keepReferences(this.db);
    const [problem] = await this.audience.problems(campaign);
    if (problem) throw new NotAsAgreed(`It did not start: ${problem.message}`);
    const audience = await this.#freezeAudience(campaign);
    if (audience === 0) throw new NotAsAgreed(emptied);
    await this.#assertAsAgreed(campaign);
    await this.#assertWithinPlan(campaign);
    await this.#markFrozen(campaign, audience);
    await this.db.rows(noteMailboxProviders, [id]);
    for (let chain = 0; chain < chains; chain += 1) afterCommit(() => this.wakeUps.wake(id));
    afterCommit(() => refreshStatistics(this.db, 'deliveries', audience)); // claims find their rows without them
    await this.campaigns.save(campaign);
  }

  /** Those who would get it, now that they are in the ledger, against the number somebody confirmed. */
  async #assertAsAgreed({ id, agreedPeople, plannedAt, groupIds }: Campaign): Promise<void> {
    if (agreedPeople === null) return;
    const people = await this.#count(pendingPeople, [id]);
    if (people <= agreedPeople) return;
    const joined = await this.#count(joinedSince, [id, plannedAt, groupIds]);
    if (people > agreedPeople + Math.min(joined, mayJoin(agreedPeople)))
      throw new NotAsAgreed(moreThanAgreed(people, agreedPeople));
  }

  /** Its people are reserved by being in the ledger. Of several that would start at once, each sees those before it. */
  async #assertWithinPlan({ id }: Campaign): Promise<void> {
    const left = await this.allowances.leftBesideOthers();
    if (!left || left.left >= 0) return;
    const people = await this.#count(pendingPeople, [id]);
    throw new NotAsAgreed(`It did not start: ${tooMany(people, { ...left, left: left.left + people })}`);
  }

  async #count(sql: string, parameters: readonly unknown[]): Promise<number> {
    return (await this.db.row<{ people: number }>(sql, parameters))?.people ?? 0;
  }

  /** Whose mail exchangers are asked for before the audience is frozen. */
  async #domainsOf(id: string): Promise<string[]> {
    return this.db.transaction(async () => {
      const parameters: unknown[] = [];
      const campaign = await this.campaigns.get(id);
      if ((await this.audience.problems(campaign)).length > 0) return [];
      const who = await this.audience.of(campaign, parameters);
      return (await this.db.rows<{ domain: string }>(audienceDomains(who), parameters)).map(({ domain }) => domain);
    });
  }

  /** Everyone at once, or the first of them and the rest after. */
  async #freezeAudience(campaign: Campaign): Promise<number> {
    const stages = stagesOf(campaign);
    const parameters: unknown[] = [campaign.id, campaign.topicId];
    if (stages) parameters.push(stages.groups, stages.percent, stages.people);
    const who = await this.audience.of(campaign, parameters);
    if (stages) return this.db.affected(freezeInStages(who), parameters);
    const { timeZone } = await this.reviewer.planContext();
    const plannedAt = campaign.plannedAt ?? this.clock.now();
    const dueTimes = dueTimesOf(who, { plan: campaign.plan, timeZone, plannedAt }, parameters);
    return this.db.affected(freezeAudience(dueTimes), parameters);
  }

  async #markFrozen(campaign: Campaign, audience: number): Promise<void> {
    if (!stagesOf(campaign)) return campaign.freeze(audience);
    const first = await this.db.row<{ people: number }>(pendingOfStage, [campaign.id, 0]);
    campaign.freezeInStages(audience, first?.people ?? 0, this.clock.now());
  }

  /** Positions of links go on from one variant and language to the next, so that each is one link of the campaign. */
  async #freezeContents(campaignId: string, contents: readonly VariantContent[]): Promise<void> {
    // A launch that was taken back left its content behind.
    await this.db.rows('delete from campaign_contents where campaign_id = $1', [campaignId]);
    const links: string[] = [];
    for (const [variant, { senderName, content }] of contents.entries()) {
      await this.db.rows(freezeContent, [
        campaignId,
        variant,
        ...shifted(content, links),
        content.language,
        senderName,
      ]);
      links.push(...content.links);
      for (const translation of content.translations) {
        await this.db.rows(freezeTranslation, [
          campaignId,
          variant,
          ...shifted(translation, links),
          translation.language,
        ]);
        links.push(...translation.links);
      }
    }
    await replaceLinks(this.db, campaignId, links);
  }
}

interface Linked {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Subject, HTML and text, whose links come after these. */
function shifted({ subject, html, text }: Linked, before: readonly string[]): string[] {
  return [subject, ...[html, text].map((part) => shiftLinks(part, before.length))];
}

/** The lock makes a deletion that is asked for at the same moment come after the launch, or before it. */
export async function assertStays(db: TenantDb): Promise<void> {
  const isDeleting = await db.row<{ yes: boolean }>(
    'select deletes_at is not null as yes from organizations where id = current_organization() for share',
  );
  if (isDeleting?.yes) throw conflict('organization.deleting', beingDeleted);
}

/** What whoever sends it has seen and agreed to. */
interface Agreed {
  readonly expectedPeople?: number | undefined;
  readonly acceptedTestId?: string | undefined;
}

interface Taking extends Agreed {
  readonly context: PlanContext;
}

interface Sending extends Agreed {
  readonly plan?: Plan | undefined;
}

/** The reviewed content; the time is not looked at here, the campaign itself has judged the one it is sent with. */
function contentsOf({ review, contents }: Reviewed): readonly VariantContent[] {
  const problems = review.problems.filter(({ path }) => path[0] !== 'plan');
  notReady({ ...review, problems });
  if (contents.length === 0) throw conflict('campaign.not-ready', 'Choose a template.');
  return contents;
}

/** Why a launched campaign becomes a draft again, in words for the person who sent it. */
class NotAsAgreed extends Error {}

const emptied = 'Nobody was left in the chosen audience when the campaign started. Choose another group or segment.';

function moreThanAgreed(people: number, agreed: number): string {
  const [now, then] = [people, agreed].map((count) => count.toLocaleString('en'));
  return `It did not start: it would have gone to ${now} people, but was confirmed for ${then}. Check the audience, then send it again.`;
}

function outgrown(people: number, approved: number) {
  const [now, then] = [people, approved].map((count) => count.toLocaleString('en'));
  const message = `This was approved for ${then} people but would now go to ${now}. Request approval again.`;
  return conflict('approval.outgrown', message);
}

const noTime = () =>
  invalid('campaign.no-time', 'Choose a time, or send it now.', [{ path: ['plan'], message: 'Choose a time.' }]);

const nobody = () =>
  conflict('campaign.not-ready', 'Nobody in this audience can be mailed. Choose another group or segment, or time.');
